import type { Page } from 'playwright-core'

type TraceEvent = {
  name: string
  ph: string
  ts: number
  dur?: number
  /** Of the processor, where the browser says so: what other programs take in between does not count. */
  tdur?: number
  tid: number
  pid: number
  args?: { data?: Trace }
}
type Trace = { functionName?: string; url?: string; type?: string }

export type Frames = {
  seconds: number
  /** Milliseconds between one drawn frame and the next. */
  gaps: number[]
  /** Milliseconds of the processor that the page's thread took for one frame. */
  work: number[]
  /** What that work was, in milliseconds. */
  kinds: Record<string, number>
}

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
]
const workNames = [
  'FunctionCall',
  'EventDispatch',
  'FireAnimationFrame',
  'TimerFire',
  'UpdateLayoutTree',
  'Layout',
  'PrePaint',
  'Paint',
  'Layerize',
  'Commit',
  'RunMicrotasks',
  'MajorGC',
  'MinorGC',
  'HitTest',
  'ParseHTML',
  'XHRReadyStateChange',
  'WebSocketReceive',
]

/** What the browser itself says of its frames while something is done. */
export async function traced(page: Page, act: () => Promise<void>): Promise<Frames> {
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: categories } })
  const from = performance.now()
  await act()
  const seconds = (performance.now() - from) / 1000
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  await session.detach()
  return { seconds, ...framesOf(events) }
}

function framesOf(events: TraceEvent[]) {
  const ordered = events.toSorted((one, other) => one.ts - other.ts)
  const drawn = ordered.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000)
  const gaps = drawn.slice(1).map((at, index) => at - drawn[index]!)
  const thread = busiestThread(ordered)
  const own = ordered.filter(({ tid, pid }) => `${pid} ${tid}` === thread)
  const kinds: Record<string, number> = {}
  for (const { name, dur = 0, tdur = dur } of own)
    if (workNames.includes(name)) kinds[name] = (kinds[name] ?? 0) + tdur / 1000
  return { gaps, work: workOf(own, drawn), kinds }
}

/** The page's own thread lays out and paints more than any other. */
function busiestThread(events: TraceEvent[]): string {
  const counts = new Map<string, number>()
  for (const { name, pid, tid } of events)
    if (name === 'Layout' || name === 'Paint') counts.set(`${pid} ${tid}`, (counts.get(`${pid} ${tid}`) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? ''
}

/** Tasks between one frame and the next. */
function workOf(events: TraceEvent[], drawn: number[]): number[] {
  const tasks = events.filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
  const work = drawn.slice(1).map(() => 0)
  let index = 0
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    while (index < work.length - 1 && drawn[index + 1]! < ts / 1000) index++
    if (drawn[0] !== undefined && ts / 1000 >= drawn[0]) work[index]! += tdur / 1000
  }
  return work
}
