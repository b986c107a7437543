import 'fake-indexeddb/auto'
import { TRPCClientError } from '@trpc/client'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../../server/testing.ts'
import type { Chat, Member, Message } from '../trpc.ts'
import type { Place } from './cache.ts'
import { newestFirst } from './chats.ts'
import { openKept } from './kept.ts'
import { askedEarly, type Device, openDevice, openLine } from './testing.ts'

const seed = Number(process.env['SEED'] ?? Date.now())
const runs = Number(process.env['RUNS'] ?? 6)
const settleMs = 12_000

let app: TestApp
let slow: Awaited<ReturnType<typeof openLine>>
beforeAll(async () => {
  app = await startTestApp()
  slow = await openLine(app, 80)
})
afterAll(async () => {
  slow.close()
  await app.stop()
})

test('state plus news equals state fetched afresh, whatever ada, bob and eve do at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 10, maxLength: 45 }), { minLength: 3, maxLength: 3 }),
      async (scripts) => {
        const world = await openWorld()
        try {
          await Promise.all(world.people.map((person, index) => act(person, scripts[index] ?? [], world)))
          for (const person of world.people) await expectSettled(person, world)
        } finally {
          for (const { device } of world.people) device.stop()
        }
      },
    ),
    { seed, numRuns: runs, endOnFailure: true, timeout: 60_000 },
  )
}, 300_000)

type Actor = Person & { open: (path?: string) => Device; device: Device; goesBack: boolean }
type World = { people: Actor[]; chatIds: string[]; log: string[] }
type Step = { verb: keyof typeof verbs; a: number; b: number; pauseMs: number }

/** Ada's answers are late, bob's news are, and with eve all is well. */
function lineOf(name: string) {
  if (name === 'ada') return { url: slow.url, socketUrl: app.url }
  if (name === 'bob') return { url: app.url, socketUrl: slow.url }
  return app
}

async function openWorld(): Promise<World> {
  const people = await Promise.all(
    ['ada', 'bob', 'eve'].map(async (name) => {
      const person = await app.person(name)
      const open = (path = '/') => {
        const line = lineOf(name)
        return openDevice(line, person, { kept: openKept(person.id), early: askedEarly(line, person, path) })
      }
      return { ...person, open, device: open(), goesBack: false }
    }),
  )
  const [ada, bob, eve] = people as [Actor, Actor, Actor]
  const { chatId: group } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  for (let index = 0; index < 70; index++) await (index % 2 ? ada : bob).say(group, `earlier ${index}`)
  return { people, chatIds: [group, direct], log: [] }
}

/** Everything that anybody can do. What is refused is part of the game. */
const verbs = {
  say: ({ me, chatId, a }: Move) =>
    void me.device.outbox.send({ chatId, text: a % 5 ? `said ${a}` : `@${me.username} ${a}` }),
  sayElsewhere: ({ me, chatId, a, peer }: Move) =>
    me.say(chatId, a % 3 ? `elsewhere ${a}` : `elsewhere @${peer.username}`),
  edit: async ({ me, chatId, a, b, peer }: Move) => {
    const { id } = await anyMessage(me, chatId, a)
    await me.messages.edit({ chatId, id, text: b % 2 ? `edited ${b}` : `edited @${peer.username}` })
  },
  remove: async ({ me, chatId, a }: Move) => me.messages.remove({ chatId, id: (await anyMessage(me, chatId, a)).id }),
  react: async ({ me, chatId, a, b }: Move) =>
    me.messages.react({ chatId, id: (await anyMessage(me, chatId, a)).id, emoji: b % 2 ? '👍' : '🎉', on: b % 3 > 0 }),
  read: ({ me, chatId, a }: Move) => {
    const { lastNumber = 0 } = me.device.chat(chatId) ?? {}
    me.device.markRead(chatId, a % (lastNumber + 1))
  },
  readElsewhere: ({ me, chatId, a }: Move) => me.chats.read({ chatId, number: a }),
  unread: ({ me, chatId, a }: Move) => {
    me.goesBack = true
    return me.chats.unread({ chatId, number: a })
  },
  notify: ({ me, chatId, a }: Move) => me.chats.notify({ chatId, notify: a % 2 ? 'all' : 'mentions' }),
  openDirect: async ({ me, peer, world }: Move) =>
    void world.chatIds.push((await me.chats.openDirect({ userId: peer.id })).chatId),
  create: async ({ me, peer, a, world }: Move) => {
    const { chatId } = await me.groups.create({ title: `Group ${a}`, userIds: a % 2 ? [peer.id] : [] })
    world.chatIds.push(chatId)
  },
  rename: ({ me, chatId, a }: Move) => me.groups.rename({ chatId, title: `Title ${a}` }),
  add: ({ me, chatId, world }: Move) => me.groups.add({ chatId, userIds: world.people.map(({ id }) => id) }),
  removeMember: ({ me, chatId, peer }: Move) => me.groups.remove({ chatId, userId: peer.id }),
  setRole: ({ me, chatId, peer, a }: Move) =>
    me.groups.setRole({ chatId, userId: peer.id, role: (['admin', 'member', 'owner'] as const)[a % 3]! }),
  leave: ({ me, chatId }: Move) => me.groups.leave({ chatId }),
  delete: ({ me, chatId, a }: Move) => (a % 4 ? undefined : me.groups.delete({ chatId })),
  renameMe: ({ me, a }: Move) => me.users.update({ displayName: `${me.username} ${a}` }),
  cut: ({ me }: Move) => me.device.cut(),
  reconnect: ({ me }: Move) => me.device.reconnect(),
  /** The page is closed and opened again: what the browser kept of it is all that there is. */
  restart: ({ me }: Move) => {
    const views = me.device.views()
    me.device.stop()
    me.device = me.open(`/chats/${views[0]?.chatId}`)
    for (const place of views) me.device.look(place)
  },
  look: ({ me, chatId }: Move) => me.device.look({ chatId }),
  lookAround: ({ me, chatId, a }: Move) => me.device.look({ chatId, around: a }),
  lookAway: ({ me, b }: Move) => {
    const place = anyView(me, b)
    if (place) me.device.lookAway(place)
  },
  earlier: ({ me, b }: Move) => {
    const place = anyView(me, b)
    return place && me.device.loadEarlier(place)
  },
  later: ({ me, b }: Move) => {
    const place = anyView(me, b)
    return place && me.device.loadLater(place)
  },
}

type Move = { me: Actor; peer: Actor; chatId: string; a: number; b: number; world: World }

const weights: Partial<Record<keyof typeof verbs, number>> = {
  say: 5,
  sayElsewhere: 4,
  look: 4,
  edit: 3,
  react: 3,
  lookAround: 3,
  delete: 1,
  leave: 1,
}
const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.oneof(
    ...(Object.keys(verbs) as (keyof typeof verbs)[]).map((verb) => ({
      weight: weights[verb] ?? 2,
      arbitrary: fc.constant(verb),
    })),
  ),
  a: fc.nat(100),
  b: fc.nat(100),
  pauseMs: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(30) }),
})

async function act(me: Actor, script: Step[], world: World) {
  for (const { verb, a, b, pauseMs } of script) {
    const chatId = world.chatIds[b % world.chatIds.length]!
    const peer = world.people[(world.people.indexOf(me) + 1 + (a % 2)) % 3]!
    world.log.push(`${me.username} ${verb} ${a} ${b} in ${chatId.slice(-4)} with ${peer.username}`)
    try {
      await verbs[verb]({ me, peer, chatId, a, b, world })
    } catch (error) {
      const reason: unknown = error instanceof TRPCClientError ? error.data?.reason : undefined
      if (reason === undefined || reason === 'INTERNAL') throw error
    }
    if (pauseMs > 0) await sleep(pauseMs)
  }
}

async function anyMessage(me: Actor, chatId: string, a: number): Promise<Message> {
  const { messages } = await me.messages.list({ chatId, around: a, limit: 5 })
  return messages[a % messages.length] ?? ({ id: uuid() } as Message)
}

function anyView(me: Actor, b: number): Place | undefined {
  const views = me.device.views()
  return views[b % views.length]
}

async function expectSettled(person: Actor, world: World) {
  const deadline = Date.now() + settleMs
  for (;;) {
    const [held, fresh] = await bothStates(person, world)
    try {
      expect(held, `${person.username}, seed ${seed}:\n${world.log.join('\n')}`).toEqual(fresh)
      return
    } catch (difference) {
      if (Date.now() > deadline) throw difference
    }
    await sleep(50)
  }
}

/** What the device holds, and what the server says. */
async function bothStates(person: Actor, world: World) {
  const { device } = person
  const list = await person.chats.list()
  const inChat = new Set(list.map(({ id }) => id))
  const held: Record<string, unknown> = {
    isOnline: device.isOnline(),
    outbox: unsettled(device),
    chats: device.chats().map(plainChat),
  }
  const fresh: Record<string, unknown> = {
    isOnline: true,
    outbox: [],
    chats: newestFirst(list.map(withActivity)).map(plainChat),
  }
  for (const place of device.views()) {
    const { chatId } = place
    const key = JSON.stringify(place)
    const [window, chat] = [device.window(place), device.members(chatId)]
    if (!inChat.has(chatId)) {
      held[key] = [window, chat]
      fresh[key] = [undefined, undefined]
      continue
    }
    const { members, lastNumber } = await person.chats.get({ chatId })
    const memberIds = new Set(members.map(({ id }) => id))
    const first = window?.messages[0]?.number ?? 1
    const last = window?.messages.at(-1)?.number ?? 0
    const messages = await messagesBetween(person, chatId, first, last)
    const isAtEnd = place.around === undefined || !window?.hasLater
    held[key] = {
      messages: window?.messages.map((message) => plainMessage(message, memberIds)),
      hasEarlier: window?.hasEarlier,
      last: isAtEnd ? last : undefined,
      hasLater: window?.hasLater,
      members: chat?.members.map((member) => plainMember(member, person, world)).toSorted(byId),
    }
    fresh[key] = {
      messages: messages.map((message) => plainMessage(message, memberIds)),
      hasEarlier: first > 1,
      last: isAtEnd ? lastNumber : undefined,
      hasLater: last < lastNumber,
      members: members.map((member) => plainMember(member, person, world)).toSorted(byId),
    }
  }
  return [held, fresh]
}

function unsettled(device: Device) {
  return device.outbox.entries.get().filter(({ state }) => state !== 'failed')
}

async function messagesBetween(person: Person, chatId: string, first: number, last: number): Promise<Message[]> {
  const messages: Message[] = []
  while (first + messages.length <= last) {
    const page = await person.messages.list({ chatId, after: first + messages.length - 1, limit: 100 })
    if (page.messages.length === 0) break
    messages.push(...page.messages.filter(({ number }) => number <= last))
  }
  return messages
}

function withActivity(chat: Chat): Chat {
  return { ...chat, activeAt: chat.lastMessage?.createdAt ?? chat.activeAt }
}

/** Which of two marks is newer is told apart by the server only. */
function plainChat({ readVersion: _, lastMessage, ...chat }: Chat) {
  return { ...chat, lastMessage: lastMessage && plainMessage(lastMessage, new Set()) }
}

/** Nobody is told the new name of somebody with whom he shares no chat. */
function plainMessage({ sender, ...message }: Message, memberIds: Set<string>) {
  return { ...message, sender: memberIds.has(sender.id) ? sender : sender.id }
}

/** Of others it is told how far they have read, and not that they went back. */
function plainMember({ readNumber, ...member }: Member, viewer: Actor, { people }: World) {
  const isTold = member.id !== viewer.id && people.some(({ id, goesBack }) => id === member.id && !goesBack)
  return { ...member, readNumber: isTold ? readNumber : undefined }
}

function byId(one: Member | { id: string }, other: { id: string }): number {
  return one.id < other.id ? -1 : 1
}

async function sleep(ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
