import { removeControls, readLines } from './lines.ts'

/** One line of a log: what happened in the channel, to whom and when. */
export type Happening = { line: number; at: Date } & Event

type Event =
  | { type: 'said'; name: string; text: string }
  | { type: 'did'; name: string; text: string }
  | { type: 'joined'; name: string }
  | { type: 'left'; name: string; text: string }
  | { type: 'removed'; name: string; by: string; text: string }
  | { type: 'renamed'; name: string; newName: string }
  /** Nobody's line: what the channel or the log itself says. */
  | { type: 'noted'; text: string }

export type Log = {
  happenings: Happening[]
  lines: number
  skipped: Record<'blank' | 'without words', number>
  cleaned: number
  recoded: number
  hasTwelveHourClock: boolean
}

/** Reads a log of the form `[HH:MM] <name> text`. The day is the first line's, in UTC. */
export function readIrc(bytes: Uint8Array, day: string): Log {
  const { lines, recoded } = readLines(bytes)
  const skipped = { blank: 0, 'without words': 0 }
  const clocks = lines.map((line) => readClock(line).clock)
  const hasTwelveHourClock = isTwelveHours(clocks)
  const times = timesOf(clocks, day, hasTwelveHourClock)
  const happenings: Happening[] = []
  let cleaned = 0
  let speaker: string | undefined

  for (const [index, line] of lines.entries()) {
    const plain = removeControls(line)
    if (plain !== line) cleaned++
    const { clock, rest } = readClock(plain)
    // A line with neither time nor name is the rest of what was being said.
    const event = readEvent(rest, clock === undefined ? speaker : undefined)
    const hasNoWords = (event.type === 'said' || event.type === 'noted') && isEmpty(event.text)
    if (isEmpty(plain)) skipped.blank++
    else if (hasNoWords) skipped['without words']++
    else happenings.push({ line: index + 1, at: times[index] ?? new Date(day), ...event })
    if (event.type === 'said') speaker = event.name
  }
  return { happenings, lines: lines.length, skipped, cleaned, recoded, hasTwelveHourClock }
}

function isEmpty(text: string) {
  return !/[^\s\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
}

function readEvent(text: string, speaker: string | undefined): Event {
  const said = /^<[@+%&~!]?([^<>]+)> ?(.*)$/s.exec(text)
  if (said) return { type: 'said', name: nick(said[1]), text: said[2] ?? '' }
  const did = /^\s*\* (\S+)(?: (.*))?$/s.exec(text)
  if (did) return { type: 'did', name: nick(did[1]), text: did[2] ?? '' }
  const told = /^\s*(?:===|\*\*\*|-!-) (.*)$/s.exec(text)
  if (told) return readNotice(told[1] ?? '')
  return speaker === undefined ? { type: 'noted', text } : { type: 'said', name: speaker, text }
}

const notices: [RegExp, (name: string, second: string) => Event][] = [
  [/^(\S+)(?:\s+\[.*\])?\s+has joined [#&+!]\S+\s*$/, (name) => ({ type: 'joined', name: nick(name) })],
  [
    /^(\S+)(?:\s+\[.*?\])?\s+has left [#&+!]\S+(?:\s+\[(.*)\])?\s*$/,
    (name, text) => ({ type: 'left', name: nick(name), text }),
  ],
  [
    /^(\S+)(?:\s+\[.*?\])?\s+has quit(?: IRC)?(?:\s+[[(](.*)[\])])?\s*$/,
    (name, text) => ({ type: 'left', name: nick(name), text }),
  ],
  [
    /^(\S+) is now known as (\S+)\s*$/,
    (name, newName) => ({ type: 'renamed', name: nick(name), newName: nick(newName) }),
  ],
  [
    /^mode\/[#&+!]\S+ \[(.*)\]\s+by (\S+)\s*$/,
    (mode, name) => ({ type: 'did', name: nick(name), text: `sets mode ${mode}` }),
  ],
  [
    /^\.\.\[topic\/[#&+!][^\s:]+:(\S+?)\]\s*:\s*(.*)$/,
    (name, topic) => ({ type: 'did', name: nick(name), text: `sets the topic: ${topic}` }),
  ],
]
const kick = /^(\S+) was kicked (?:off|from|out of) [#&+!]\S+ by (\S+?)(?:\s+[[(](.*)[\])])?\s*$/
const nobody = /^(Topic (for|\(|set)|Log (opened|closed|started|ended)|Users on|You( are|'re|'ve) )/i
const action = /^([A-Za-z[\]\\`_^{|}][A-Za-z0-9[\]\\`_^{|}-]*) (.+)$/

function readNotice(text: string): Event {
  for (const [form, read] of notices) {
    const found = form.exec(text)
    if (found) return read(found[1] ?? '', found[2] ?? '')
  }
  const kicked = kick.exec(text)
  if (kicked) return { type: 'removed', name: nick(kicked[1]), by: nick(kicked[2]), text: kicked[3] ?? '' }
  const did = nobody.test(text) ? null : action.exec(text)
  if (did) return { type: 'did', name: nick(did[1]), text: did[2] ?? '' }
  return { type: 'noted', text }
}

function nick(name = '') {
  return name.trim()
}

function readClock(line: string) {
  const found = /^\s*\[(\d{1,2}):(\d{2})(?::(\d{2}))?\] ?(.*)$/s.exec(line)
  if (!found) return { clock: undefined, rest: line }
  const [, hours, minutes, seconds, rest = ''] = found
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)
  return { clock, rest }
}

/** From twelve straight to one: no day has that on a clock of 24 hours, unless the channel slept for half of it. */
function isTwelveHours(clocks: (number | undefined)[]) {
  const hours = clocks.flatMap((clock) => (clock === undefined ? [] : [Math.floor(clock / 3600)]))
  const stepsOverNoon = hours.some((hour, index) => hour === 1 && hours[index - 1] === 12)
  return stepsOverNoon && hours.every((hour) => hour >= 1 && hour <= 12)
}

/** The clock never goes back: where it seems to, the next day (or half day) has begun. A line without a time has that of the line before. */
function timesOf(clocks: (number | undefined)[], day: string, hasTwelveHourClock: boolean) {
  const turn = (hasTwelveHourClock ? 12 : 24) * 3600
  const midnight = Date.parse(`${day}T00:00:00Z`) / 1000
  let previous = clocks.find((clock) => clock !== undefined) ?? 0
  let turns = 0
  return clocks.map((clock = previous) => {
    if (clock < previous) turns++
    previous = clock
    return new Date((midnight + turns * turn + clock) * 1000)
  })
}
