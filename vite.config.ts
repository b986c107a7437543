import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import sharp from 'sharp'
import { minifySync } from 'vite'
import { defineConfig, type Plugin } from 'vitest/config'
import type { TestSequencer, TestSpecification } from 'vitest/node'
import { emojiNames, emojiShown } from './vite.emoji.ts'
import { languages } from './vite.languages.ts'

const [groups, grouping] = twoFiles()

/** Nobody waits at the end for what takes longest. Vitest would remember durations, but a clean tree remembers nothing. */
class LongestFirst implements TestSequencer {
  static longest =
    /(foundation|together|processes|loss|reading|company|writing|bench|faults|offline|leaving|slow|settings|keys|broken-bus)\.test/

  sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification) => Number(LongestFirst.longest.test(moduleId))
    return files.toSorted((one, other) => isLong(other) - isLong(one))
  }

  shard(files: TestSpecification[]) {
    return files
  }
}

export default defineConfig({
  plugins: [
    languages(),
    emojiNames(),
    react(),
    tailwindcss(),
    grouping,
    fixedAddresses(),
    theme(),
    shellList(),
    compressed(),
  ],
  build: {
    outDir: 'dist',
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/client/offline/worker.ts' },
      // It does nothing when it is loaded but does not say so: what is not used of it at first may come later.
      treeshake: { moduleSideEffects: [{ test: /node_modules\/@trpc\/client\//, sideEffects: false }] },
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        codeSplitting: { includeDependenciesRecursively: false, groups },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    setupFiles: ['src/client/languages/testing.ts'],
    globalSetup: ['src/server/testing-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    // The files of a worker share what they import, which is a seventh of the time. Each has an app and a database of its own.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // On a busy machine a test before a real screen or real processes may miss its time: what fails twice is a fault.
    // `RETRY=0 npm test` names what failed once.
    retry: Number(process.env['RETRY'] ?? 1),
  },
})

/** What everybody needs at first is in two files, the frame and what is behind the door: many small ones compress badly. */
function twoFiles() {
  const frame = new Set<string>()
  const home = new Set<string>()
  const plugin: Plugin = {
    name: 'two-files',
    apply: 'build',
    buildEnd() {
      const walk = (id: string, into: Set<string>) => {
        // The part of tRPC that speaks to the socket is loaded beside the page.
        if (frame.has(id) || into.has(id) || id.includes('wsLink')) return
        into.add(id)
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) walk(next, into)
      }
      const ids = [...this.getModuleIds()]
      for (const id of ids.filter((one) => one.endsWith('/src/client/main.tsx'))) {
        walk(id, frame)
        frame.delete(id)
      }
      for (const id of ids.filter((one) => one.endsWith('/src/client/chats/Home.tsx'))) walk(id, home)
    },
  }
  const groups = [
    { name: 'frame', test: (id: string) => frame.has(id), priority: 2 },
    { name: 'home', test: (id: string) => home.has(id), priority: 1 },
  ]
  return [groups, plugin] as const
}

/** Files under a fixed address: what the emoji picker would ask of a foreign server, and the icon for notifications. */
function fixedAddresses(): Plugin {
  const files = {
    'emoji/en/messages.json': 'node_modules/emojibase-data/en/messages.json',
    'icon.svg': 'src/client/ui/mark.svg',
  }
  return {
    name: 'fixed-addresses',
    apply: 'build',
    async generateBundle() {
      for (const [fileName, from] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(from) })
      }
      this.emitFile({ type: 'asset', fileName: 'emoji/en/data.json', source: emojiShown() })
      for (const size of [180, 192, 512])
        this.emitFile({
          type: 'asset',
          fileName: `icon-${size}.png`,
          source: await iconOf(readFileSync(files['icon.svg']), size),
        })
      this.emitFile({ type: 'asset', fileName: 'app.webmanifest', source: JSON.stringify(manifest) })
    },
  }
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

const paper = '#f8f7f3'

/** With a margin that a phone may cut to any form. */
async function iconOf(mark: Buffer, size: number): Promise<Buffer> {
  const inner = Math.round(size * 0.6)
  const drawn = await sharp(mark, { density: 1200 }).resize(inner, inner).png().toBuffer()
  return sharp({ create: { width: size, height: size, channels: 4, background: paper } })
    .composite([{ input: drawn }])
    .png({ palette: true })
    .toBuffer()
}

/** What a phone or a desktop needs to install the app. */
const manifest = {
  name: 'Parley',
  short_name: 'Parley',
  description: 'Talk to one person or to a group, live, with nothing lost.',
  id: '/',
  start_url: '/',
  display: 'standalone',
  background_color: paper,
  theme_color: paper,
  icons: [192, 512].map((size) => ({
    src: `/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: 'any maskable',
  })),
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

/** Every text beside itself as .br and .gz, once, so that no request pays for it. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const names = (await readdir(dir, { recursive: true })).filter((name) =>
        /\.(js|css|svg|json|html|webmanifest)$/.test(name),
      )
      await Promise.all(
        names.map(async (name) => {
          const file = path.join(dir, name)
          const text = await readFile(file)
          const [br, gz] = await Promise.all([
            promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
            promisify(gzip)(text),
          ])
          await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
        }),
      )
    },
  }
}
