import { cpus, loadavg } from 'node:os'
import { cac } from 'cac'
import * as z from 'zod/mini'
import { readOptions, runCommand, whole } from '../command.ts'
import { openHouse } from './house.ts'
import { scroll, talk } from './scrolling.ts'
import { sendToSeen } from './seen.ts'
import { type Frames, traced } from './trace.ts'

const options = z.object({
  messages: z._default(whole(100, 10_000_000), 100_000),
  sends: z._default(whole(1, 100_000), 500),
  seconds: z._default(whole(1, 600), 10),
})

const cli = cac('npm run screen --')
cli
  .command(
    '',
    'Measure what the eye sees in a real browser: frames while scrolling and while much comes in, and send to seen',
  )
  .option('--messages <number>', 'How many messages the chat has (100000)')
  .option('--sends <number>', 'How many messages go from one browser to another (500)')
  .option('--seconds <number>', 'How long 50 messages a second arrive (10)')
  .action(async (typed: unknown) => measure(readOptions(options, typed)))
await runCommand(cli)

async function measure({ messages, sends, seconds }: z.output<typeof options>) {
  const house = await openHouse(messages)
  const [ada = '', bob = '', ...others] = house.tokens
  try {
    console.log(
      `${messages.toLocaleString('en')} messages, Chromium ${house.browser.version()} that draws without a graphics card, ${cpus().length} × ${cpus()[0]?.model.trim()}, shared by the browsers, the server and PostgreSQL; load ${loadavg()[0]?.toFixed(1)}.\n`,
    )
    const page = await house.enter(ada)
    tell('scrolling up from the end', await traced(page, () => scroll(page, 20_000)))
    tell('and down again', await traced(page, () => scroll(page, -20_000)))
    await page.goto(`${house.url}/chats/${house.chatId}/${Math.round(messages / 2)}`)
    await page.getByRole('log').getByRole('article').last().waitFor()
    tell('scrolling up from the middle', await traced(page, () => scroll(page, 20_000)))
    await page.goto(`${house.url}/chats/${house.chatId}`)
    await page.getByRole('log').getByRole('article').last().waitFor()
    const many = () => talk(house.url, house.chatId, others, { aSecond: 50, seconds })
    tell(`50 messages a second arrive for ${seconds} s, at the end`, await traced(page, many), false)
    await scroll(page, 3000)
    tell('the same, while one reads above', await traced(page, many), false)
    await page.close()

    const [from, to] = [await house.enter(ada), await house.enter(bob)]
    const times = await sendToSeen(from, to, sends)
    console.log(
      `\nsend to seen, ${sends} messages: median ${at(times, 0.5).toFixed(1)} ms, 99 % within ${at(times, 0.99).toFixed(1)} ms, longest ${Math.max(...times).toFixed(1)} ms`,
    )
  } finally {
    await house.stop()
  }
}

/** Where something moves all the time there is a frame for every beat of the screen; elsewhere only when something changes. */
function tell(what: string, { seconds, gaps, work, kinds }: Frames, isSteady = true) {
  const share = (values: number[], over: number) =>
    `${((100 * values.filter((value) => value > over).length) / Math.max(1, values.length)).toFixed(1)} %`
  const most = Object.entries(kinds).toSorted(([, one], [, other]) => other - one)
  console.log(
    [
      `${what}: ${gaps.length} frames in ${seconds.toFixed(1)} s`,
      `  processor time of the page for a frame over 16.7 ms ${share(work, 16.7)}, over 33 ms ${share(work, 33)}; median ${at(work, 0.5).toFixed(1)} ms, 99 % within ${at(work, 0.99).toFixed(1)} ms`,
      isSteady &&
        `  from frame to frame on the clock over 16.7 ms ${share(gaps, 17.7)}, over 33 ms ${share(gaps, 34.3)} (a millisecond is forgiven); 99 % within ${at(gaps, 0.99).toFixed(1)} ms`,
      `  of it ${most
        .slice(0, 8)
        .map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
        .join(', ')}`,
    ]
      .filter(Boolean)
      .join('\n'),
  )
}

function at(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
