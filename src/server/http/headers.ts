import type { ServerResponse } from 'node:http'
import type { Config } from '../config.ts'

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  // Components place themselves with style attributes; no script can come in that way.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export function setHeaders(
  res: ServerResponse,
  { isDevelopment, isSecure }: Pick<Config, 'isDevelopment' | 'isSecure'>,
) {
  // Vite's hot reload writes scripts into the page.
  if (!isDevelopment) res.setHeader('content-security-policy', policy)
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('cross-origin-opener-policy', 'same-origin')
  res.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()')
  if (isSecure) res.setHeader('strict-transport-security', 'max-age=31536000')
}
