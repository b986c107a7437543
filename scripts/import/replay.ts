import { setTimeout as sleep } from 'node:timers/promises'
import { SingleBar } from 'cli-progress'
import pLimit from 'p-limit'
import { v7 as uuid } from 'uuid'
import { userIdOf } from './history.ts'
import type { Happening } from './irc.ts'
import { splitText } from './lines.ts'
import { patiently, type Player, startPlayer } from './player.ts'
import { uniqueUsername, usernamesFor } from '../usernames.ts'

export type Replay = Awaited<ReturnType<typeof replay>>

type Line = { name: string; text: string; dueMs: number }
type Show = { title: string; url: string; speed: number; password: string }

/** Says a log again, to a running app: everybody at his time, over a client of his own. */
export async function replay(happenings: Happening[], { title, url, speed, password }: Show) {
  const lines = linesOf(happenings, speed)
  const players = await gather([...new Set(lines.map(({ name }) => name))], url, password)
  try {
    const chatId = await openGroup([...players.values()], title)
    const sent: Sent = new Map()
    const views = await Promise.all([...players.values()].map((player) => watch(player, chatId, sent)))
    await sayAll(lines, players, chatId, sent)
    await untilSeen(views, sent.size)
    const verdict = judge(views, sent)
    return {
      ...verdict,
      messages: sent.size,
      clients: views.length,
      usernames: views.map(({ player }) => player.user.username),
    }
  } finally {
    await Promise.all([...players.values()].map((player) => player.stop()))
  }
}

type Sent = Map<string, { at: number; name: string }>
type View = { player: Player; ids: string[]; latencies: number[] }

/** Who joins or leaves says so, since everybody is a member from the start. The log knows minutes only: its lines spread evenly over each. */
export function linesOf(happenings: Happening[], speed: number): Line[] {
  const start = happenings[0]?.at.getTime() ?? 0
  const inMinute = new Map<number, number>()
  for (const { at } of happenings) inMinute.set(at.getTime(), (inMinute.get(at.getTime()) ?? 0) + 1)
  let before = 0
  return happenings.flatMap((happening, index) => {
    const minute = happening.at.getTime()
    before = happenings[index - 1]?.at.getTime() === minute ? before + 1 : 0
    const within = (before / (inMinute.get(minute) ?? 1)) * 60_000
    const dueMs = (minute - start + within) / speed
    const { name, text } = wordsOf(happening)
    return splitText(text, 4000).map((piece) => ({ name, text: piece, dueMs }))
  })
}

function wordsOf(happening: Happening): { name: string; text: string } {
  if (happening.type === 'said') return happening
  if (happening.type === 'noted') return { name: 'IRC log', text: happening.text }
  const name = happening.type === 'removed' ? happening.by : happening.name
  return { name, text: `/me ${deedOf(happening)}`.trim() }
}

function deedOf(happening: Exclude<Happening, { type: 'said' | 'noted' }>) {
  if (happening.type === 'did') return happening.text
  if (happening.type === 'joined') return 'joined'
  if (happening.type === 'left') return `left ${reason(happening.text)}`
  if (happening.type === 'removed') return `removed ${happening.name} ${reason(happening.text)}`
  return `is now known as ${happening.newName}`
}

function reason(text: string) {
  return text && `(${text})`
}

async function gather(names: string[], url: string, password: string) {
  const bar = new SingleBar({ format: 'people   {bar} {value}/{total}', hideCursor: true })
  bar.start(names.length, 0)
  const atOnce = pLimit(4)
  // Capitals make no difference in IRC, so that two spellings are one person.
  const people = new Map(names.map((name) => [userIdOf(name), name]))
  const usernames = usernamesFor(people, new Set())
  try {
    const players = await Promise.all(
      [...people].map(([id, name]) =>
        atOnce(async () => {
          const player = await startPlayer(
            url,
            [usernames.get(id) ?? id, uniqueUsername(name, `live ${id}`)],
            name.slice(0, 64),
            password,
          )
          bar.increment()
          return [id, player] as const
        }),
      ),
    )
    bar.setTotal(players.length)
    return new Map(players)
  } finally {
    bar.stop()
  }
}

async function openGroup([creator, ...others]: Player[], title: string) {
  if (!creator) throw new Error('Nobody is in the log')
  const userIds = others.map(({ user }) => user.id)
  const id = uuid()
  const { chatId } = await patiently(() =>
    creator.api.groups.create.mutate({ id, title, userIds: userIds.slice(0, 500) }),
  )
  for (let start = 500; start < userIds.length; start += 500) {
    await patiently(() => creator.api.groups.add.mutate({ chatId, userIds: userIds.slice(start, start + 500) }))
  }
  return chatId
}

async function watch(player: Player, chatId: string, sent: Sent): Promise<View> {
  const view: View = { player, ids: [], latencies: [] }
  await player.hold(chatId, ({ id }) => {
    const at = sent.get(id)?.at
    if (at === undefined) return
    view.ids.push(id)
    view.latencies.push(performance.now() - at)
  })
  return view
}

/** Each person's lines go one after the other, as a chat app sends them; the people do not wait for one another. */
async function sayAll(lines: Line[], players: Map<string, Player>, chatId: string, sent: Sent) {
  const bar = new SingleBar({ format: 'messages {bar} {value}/{total}', hideCursor: true })
  bar.start(lines.length, 0)
  const start = performance.now()
  const queues = new Map<Player, Promise<void>>()
  try {
    for (const { name, text, dueMs } of lines) {
      const player = players.get(userIdOf(name))
      if (!player) continue
      const early = start + dueMs - performance.now()
      if (early > 1) await sleep(early)
      const before = queues.get(player) ?? Promise.resolve()
      const say = async () => {
        const id = uuid()
        sent.set(id, { at: performance.now(), name })
        await patiently(() => player.api.messages.send.mutate({ id, chatId, text }))
        bar.increment()
      }
      const queue = before.then(say)
      // Who waits for the queue at the end hears of its failure; until then nobody does.
      queue.catch(() => undefined)
      queues.set(player, queue)
    }
    await Promise.all(queues.values())
  } finally {
    bar.stop()
  }
}

async function untilSeen(views: View[], messages: number) {
  const patienceMs = 10_000
  const count = () => views.reduce((sum, { ids }) => sum + ids.length, 0)
  let seen = count()
  let since = Date.now()
  while (seen < views.length * messages && Date.now() - since < patienceMs) {
    await sleep(50)
    if (count() > seen) since = Date.now()
    seen = count()
  }
}

/** Everybody holds every message once, in the order in which the first one holds them, and each author's in the order of saying. */
export function judge(views: { ids: string[]; latencies: number[] }[], sent: Sent) {
  const reference = new Map([...new Set(views[0]?.ids)].map((id, index) => [id, index]))
  let lost = 0
  let doubled = 0
  let outOfOrder = 0
  for (const { ids } of views) {
    const once = new Set(ids)
    lost += [...sent.keys()].filter((id) => !once.has(id)).length
    doubled += ids.length - once.size
    outOfOrder += countBackwards([...once].map((id) => reference.get(id) ?? -1))
  }
  const bySaying = new Map([...sent.keys()].map((id, index) => [id, index]))
  for (const name of new Set([...sent.values()].map(({ name }) => name))) {
    const own = [...reference.keys()].filter((id) => sent.get(id)?.name === name)
    outOfOrder += countBackwards(own.map((id) => bySaying.get(id) ?? -1))
  }
  const latencies = views.flatMap(({ latencies }) => latencies).toSorted((one, other) => one - other)
  const percentile = (part: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0
  return { deliveries: latencies.length, lost, doubled, outOfOrder, p50: percentile(0.5), p99: percentile(0.99) }
}

function countBackwards(places: number[]) {
  return places.filter((place, index) => index > 0 && place < (places[index - 1] ?? 0)).length
}
