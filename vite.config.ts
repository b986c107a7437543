import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import sharp from 'sharp'
import { defineConfig, type Plugin } from 'vitest/config'
import type { TestSequencer, TestSpecification } from 'vitest/node'
import { emojiNames, emojiShown } from './vite.emoji.ts'
import { languages } from './vite.languages.ts'
import { page } from './vite.page.ts'
import { twoFiles, withoutUnmeant } from './vite.scripts.ts'

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
  // Two servers in development would write over each other's packages.
  cacheDir: process.env['VITE_CACHE'] ?? 'node_modules/.vite',
  plugins: [
    languages(),
    emojiNames(),
    react(),
    withoutGallery(),
    tailwindcss(),
    grouping,
    withoutUnmeant(),
    fixedAddresses(),
    page(),
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
    // What a screen is to come to may take more than the second that is usual, beside two other browsers.
    expect: { poll: { timeout: 5000 } },
    maxWorkers: 3,
    // The files of a worker share what they import, which is a seventh of the time. Each has an app and a database of its own.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // On a busy machine a test before a real screen or real processes may miss its time: what fails twice is a fault.
    // `RETRY=0 npm test` names what failed once.
    retry: Number(process.env['RETRY'] ?? 1),
  },
})

/** What only the page of components needs is not in the built styles. */
function withoutGallery(): Plugin {
  return {
    name: 'without-gallery',
    apply: 'build',
    enforce: 'pre',
    transform: (text, id) => (id.endsWith('/client/styles.css') ? `${text}\n@source not './gallery';\n` : undefined),
  }
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
          const [br, gz] = await Promise.all([promisify(brotliCompress)(text), promisify(gzip)(text)])
          await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
        }),
      )
    },
  }
}
