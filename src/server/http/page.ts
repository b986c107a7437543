import { existsSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import sirv from 'sirv'
import type { Services } from '../context.ts'

export type Page = (req: IncomingMessage, res: ServerResponse) => void

const built = fileURLToPath(new URL('../../../dist/', import.meta.url))

/** The web app: as it was built, or, in development, as Vite makes it with hot reload on the same port. */
export async function createPage(
  { config, sessions }: Pick<Services, 'config' | 'sessions'>,
  server: Server,
): Promise<{ page: Page; close: () => Promise<void> }> {
  if (config.isDevelopment) {
    const { createServer } = await import('vite')
    const vite = await createServer({ server: { middlewareMode: true, hmr: { server } }, appType: 'spa' })
    return { page: (req, res) => vite.middlewares(req, res), close: () => vite.close() }
  }
  if (!existsSync(built)) return { page: notBuilt, close: () => Promise.resolve() }
  const [home, welcome] = ['home.html', 'welcome.html'].map((single) =>
    sirv(built, { single, gzip: true, brotli: true, setHeaders: keepHashed }),
  )
  return {
    page(req, res) {
      const serve = sessions.secretOf(req.headers) ? home : welcome
      serve?.(req, res, () => void res.writeHead(404).end('There is nothing here.\n'))
    },
    close: () => Promise.resolve(),
  }
}

function keepHashed(res: ServerResponse, pathname: string) {
  res.setHeader('cache-control', pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
}

function notBuilt(_req: IncomingMessage, res: ServerResponse) {
  res.writeHead(503, { 'content-type': 'text/plain' }).end('The web app is not built. Run: npm run build\n')
}
