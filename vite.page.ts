import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import superjson from 'superjson'
import { minifySync, type Plugin } from 'vite'

/** What the page names beside its frame, and what it is kept with. */
export function page(): Plugin[] {
  return [theme(), shellList(), twoPages()]
}

/** A script that the page waits for, so that nobody sees it in another theme first. */
function theme(): Plugin {
  const source = 'src/client/settings/theme.js'
  const text = minifySync(source, readFileSync(source, 'utf8')).code
  const built = `assets/theme-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`
  let isBuild = false
  return {
    name: 'theme',
    config: (_, { command }) => void (isBuild = command === 'build'),
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: built, source: text })
    },
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: `/${isBuild ? built : source}` }, injectTo: 'head' }],
  }
}

/** Tells the worker which files the app needs to open without a network, and gives each build a name. */
function shellList(): Plugin {
  return {
    name: 'shell-list',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['worker.js']
        if (worker?.type !== 'chunk') return
        // What comes from packages one by one, such as the languages of code and the names of emoji, is kept when it was needed.
        const assets = Object.values(bundle).flatMap((part) => {
          const isOurs = part.type === 'asset' || !/node_modules|\?emoji/.test(part.facadeModuleId ?? '')
          return isOurs && /^assets\/.*(\.js|\.css|latin-(standard|wght)-normal.*\.woff2)$/.test(part.fileName)
            ? [part.fileName]
            : []
        })
        const page = bundle['index.html']
        const build = createHash('sha256').update(assets.toSorted().join('\n'))
        if (page?.type === 'asset') build.update(page.source)
        const name = `shell-${build.digest('hex').slice(0, 16)}`
        const files = ['/', '/icon.svg', ...assets.map((asset) => `/${asset}`)]
        worker.code = worker.code.replace(/JSON\.parse\((["'`])__SHELL__\1\)/, JSON.stringify({ name, files }))
      },
    },
  }
}

/**
 * The page for who has a session and for who has none: each names what it will want, so that it is loaded with the frame and
 * not when the frame asks for it. What the page is painted with comes first.
 */
function twoPages(): Plugin {
  const wanted = {
    'home.html': ['start.tsx', 'chats/Home.tsx', 'messages/MarkedText.tsx', 'socketLink.ts'],
    'welcome.html': ['start.tsx', 'auth/Welcome.tsx', 'socketLink.ts'],
  }
  return {
    name: 'two-pages',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html']
        if (page?.type !== 'asset') return
        const text = page.source.toString()
        const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
        const withImports = (fileName: string, found: Set<string>): Set<string> => {
          const chunk = found.has(fileName) ? undefined : chunks.find((one) => one.fileName === fileName)
          if (chunk) found.add(fileName)
          for (const next of chunk?.imports ?? []) withImports(next, found)
          return found
        }
        for (const [fileName, sources] of Object.entries(wanted)) {
          const files = new Set<string>()
          for (const source of sources) {
            const chunk = chunks.find((one) => one.facadeModuleId?.endsWith(`/src/client/${source}`))
            if (!chunk) this.error(`There is no chunk of ${source}.`)
            withImports(chunk.fileName, files)
          }
          const links = [...files]
            .filter((file) => !text.includes(file))
            .map((file) => `<link rel="modulepreload" crossorigin fetchpriority="low" href="/${file}">`)
          const isHome = fileName === 'home.html'
          const source = text
            .replace('</head>', `${links.join('')}${isHome ? whoIsHere() : ''}</head>`)
            .replace('id="app"', `id="app" data-page="${path.parse(fileName).name}"`)
          this.emitFile({ type: 'asset', fileName, source })
        }
        delete bundle['index.html']
      },
    },
  }
}

/** The first question of who has a session, asked before the frame is there. Its address is as tRPC's client writes it. */
function whoIsHere() {
  const input = JSON.stringify({ 0: superjson.serialize(undefined) })
  const href = `/trpc/auth.me?batch=1&input=${encodeURIComponent(input)}`
  return `<link rel="preload" as="fetch" crossorigin href="${href}">`
}
