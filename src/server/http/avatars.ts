import type { ServerResponse } from 'node:http'
import { findAvatar } from '../auth/avatars.ts'
import type { Database } from '../database/database.ts'

export async function showAvatar(db: Database, version: string, res: ServerResponse) {
  const image = /^[0-9a-f]{32}$/.test(version) ? await findAvatar(db, version) : undefined
  if (!image) return void res.writeHead(404).end()
  res
    .writeHead(200, {
      'content-type': 'image/webp',
      'content-length': image.length,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    })
    .end(image)
}
