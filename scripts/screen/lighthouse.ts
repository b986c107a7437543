import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { cac } from 'cac'
import { chromium } from 'playwright-core'
import * as z from 'zod/mini'
import { readOptions, runCommand, text, whole } from '../command.ts'
import { openHouse } from './house.ts'

// Not among the dependencies, for it brings a hundred packages that nothing else needs. 13 wants Node 22.
const lighthouse = 'lighthouse@12.8.2'
const least = 0.95
// For a first visit: all but the cookie by which one is signed in.
const forgotten = ['service_workers', 'cache_storage', 'indexeddb', 'local_storage']
const categories = ['performance', 'accessibility', 'best-practices'] as const
const timings = ['first-contentful-paint', 'largest-contentful-paint', 'interactive', 'total-blocking-time'] as const

const options = z.object({
  messages: z._default(whole(100, 10_000_000), 10_000),
  runs: z._default(whole(1, 20), 3),
  out: z.optional(text),
})
const audit = z.object({ score: z.nullable(z.number()), title: z.string(), displayValue: z.optional(z.string()) })
const report = z.object({
  categories: z.record(
    z.enum(categories),
    z.object({ score: z.number(), auditRefs: z.array(z.object({ id: z.string(), weight: z.number() })) }),
  ),
  audits: z.record(z.string(), audit),
})

const cli = cac('npm run lighthouse --')
cli
  .command(
    '',
    'Let Lighthouse judge the built app as a mid-range phone on a slow line has it: signing in and a full chat, for the first time and again',
  )
  .option('--messages <number>', 'How many messages the chat has (10000)')
  .option('--runs <number>', 'The middle one of so many runs counts (3)')
  .option('--out <folder>', 'Keep the whole reports there')
  .action(async (typed: unknown) => judge(readOptions(options, typed)))
await runCommand(cli)

async function judge({ messages, runs, out }: z.output<typeof options>) {
  const port = await freePort()
  const house = await openHouse(messages, `--remote-debugging-port=${port}`)
  try {
    if (out) await mkdir(out, { recursive: true })
    const judged = { port, runs, out }
    await tellBoth('signing in', house.url, judged)
    const [ada = ''] = house.tokens
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
    await browser.contexts()[0]?.addCookies([{ name: 'parley', value: ada, url: house.url }])
    await tellBoth(`a chat of ${messages.toLocaleString('en')} messages`, `${house.url}/chats/${house.chatId}`, judged)
  } finally {
    await house.stop()
  }
}

type Judged = { port: number; runs: number; out: string | undefined }

async function tellBoth(place: string, url: string, judged: Judged) {
  await tell(`${place}, for the first time`, url, judged, true)
  await tell(`${place}, again`, url, judged, false)
}

async function tell(place: string, url: string, { port, runs, out }: Judged, isFirst: boolean) {
  const reports = []
  for (let run = 0; run < runs; run++) {
    const told = await ask(url, port, isFirst)
    if (out) await writeFile(path.join(out, `${place} ${run + 1}.json`), told)
    reports.push(report.parse(JSON.parse(told)))
  }
  const byPerformance = reports.toSorted((one, other) => scoreOf(one, 'performance') - scoreOf(other, 'performance'))
  const middle = byPerformance[Math.floor(runs / 2)]
  if (!middle) return
  console.log(`\n${place}, the middle one of ${runs} runs:`)
  for (const category of categories) {
    const score = scoreOf(middle, category)
    if (score < least) process.exitCode = 1
    console.log(`  ${category} ${Math.round(100 * score)}${score < least ? ' (95 is wanted)' : ''}`)
    for (const { id, weight } of middle.categories[category].auditRefs) {
      const { score: part, title, displayValue = '' } = middle.audits[id] ?? { score: null, title: '' }
      if (weight > 0 && part !== null && part < 0.9) console.log(`    ${title} ${displayValue}`.trimEnd())
    }
  }
  console.log(`  ${timings.map((id) => `${middle.audits[id]?.title} ${middle.audits[id]?.displayValue}`).join(', ')}`)
}

function scoreOf({ categories: of }: z.output<typeof report>, category: (typeof categories)[number]): number {
  return of[category].score
}

async function ask(url: string, port: number, isFirst: boolean) {
  const visit = isFirst ? forgotten.map((one) => `--clear-storage-types=${one}`) : ['--disable-storage-reset']
  const asked = ['--output=json', '--quiet', `--port=${port}`, ...visit, '--no-enable-error-reporting']
  const only = `--only-categories=${categories.join(',')}`
  const { stdout } = await promisify(execFile)('npx', ['--yes', lighthouse, url, ...asked, only], {
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  })
  return stdout
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
