import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import type { Message } from '../database/messages.ts'
import { readMissed } from '../database/missed.ts'
import { createTestDatabase, type Person, startTestApp, type TestApp } from '../testing.ts'
import type { Bus } from './bus.ts'
import { diceOf, throughWeather, type Weather } from '../testing-loss.ts'

type Following = Awaited<ReturnType<Person['follow']>>
type Here = ReturnType<TestApp['through']>
type World = {
  chatIds: string[]
  eveId: string
  dice: () => number
  said: { chatId: string; id: string; by: string }[]
}

const fine: Weather = { lost: 0, doubled: 0, late: 0 }
const weathers = [
  { name: 'nothing is lost', ...fine },
  { name: '20 % is lost', ...fine, lost: 0.2 },
  { name: '90 % is lost', ...fine, lost: 0.9 },
  { name: 'everything is lost', ...fine, lost: 1 },
  { name: 'much is doubled or comes late', lost: 0.05, doubled: 0.5, late: 0.5 },
]
const turns = 30

test.for(weathers)(
  'three processes, and a bus on which $name: nothing is missed, heard twice, out of order, or heard by whom it does not concern',
  { timeout: 120_000 },
  async ({ name: _, ...weather }) => {
    const seed = Number(process.env['SEED'] ?? randomInt(1e9))
    const dice = diceOf(seed)
    const databaseUrl = await createTestDatabase()
    const busOf = throughWeather(weather, dice)
    const apps = await Promise.all(
      [1, 2, 3].map(() => startTestApp({ BUS_URL: 'postgres:' }, databaseUrl, undefined, { busOf })),
    )
    const [ada, bob, cyd, eve] = await Promise.all(['ada', 'bob', 'cyd', 'eve'].map((name) => apps[0]!.person(name)))
    const people = [ada!, bob!, cyd!, eve!]
    const chatIds = await Promise.all(
      [1, 2, 3].map(async (number) => {
        const { chatId } = await ada!.groups.create({ title: `Room ${number}`, userIds: people.map(({ id }) => id) })
        return chatId
      }),
    )
    const followings = await Promise.all(people.map((person, index) => apps[index % 3]!.through(person).follow()))

    const world: World = { chatIds, eveId: eve!.id, dice, said: [] }
    await Promise.all(
      people.map(async (who) => {
        for (let turn = 0; turn < turns; turn++) {
          await act(one(apps, dice).through(who), who, world).catch(unlessRefused)
          await sleep(dice() * 40)
        }
      }),
    )

    for (const chatId of chatIds) {
      const changes = (await readMissed(apps[0]!.db, new Map([[chatId, 0]]))).get(chatId)!
      for (const following of followings.slice(0, 3)) {
        await following.until(
          () => (heardOf(following, chatId).at(-1)?.message.version ?? 1) >= changes.version,
          `version ${changes.version} (seed ${seed})`,
          30_000,
        )
        const heard = heardOf(following, chatId)
        const gaps = heard.filter(({ after }, index) => after > (heard[index - 1]?.message.version ?? 1))
        const disorder = heard.filter(
          ({ message }, index) => message.version <= (heard[index - 1]?.message.version ?? 0),
        )
        const held = new Map(heard.map(({ message }) => [message.number, message]))
        const wrong = changes.messages.filter(
          (message) => message.number > 1 && !isDeepStrictEqual(held.get(message.number), message),
        )
        expect({ seed, gaps, disorder, wrong }).toEqual({ seed, gaps: [], disorder: [], wrong: [] })
      }
      expect({ seed, leaks: leaksOf(followings[3]!, chatId, changes.messages, eve!.id) }).toEqual({ seed, leaks: [] })
    }
    const removals = followings[3]!.news.filter((news) => news.type === 'chat' && news.isGone)
    expect(removals.length).toBeGreaterThan(0)
    await Promise.all(apps.map((app) => app.stop()))
  },
)

test('who comes back into a chat that is behind here hears nothing of the time in which she was out', async () => {
  const databaseUrl = await createTestDatabase()
  const deafToBells = (bus: Bus): Bus => ({
    ...bus,
    whenHeard: (listener) =>
      bus.whenHeard((subject, note) => void (note.includes('"type":"changed"') || listener(subject, note))),
  })
  const parts = { busOf: deafToBells, compareMs: 3_600_000 }
  const [here, there] = await Promise.all(
    [1, 2].map(() => startTestApp({ BUS_URL: 'postgres:' }, databaseUrl, undefined, parts)),
  )
  const [ada, eve] = [await there!.person('ada'), await there!.person('eve')]
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [eve.id] })
  const [adas, eves] = [await here!.through(ada).follow(), await here!.through(eve).follow()]
  await ada.groups.remove({ chatId, userId: eve.id })
  await here!.hub.compare()
  await ada.say(chatId, 'not for eve')
  await ada.groups.add({ chatId, userIds: [eve.id] })
  await eves.until(() => eves.news.some((news) => news.type === 'chat' && news.chatId === chatId && !news.isGone))
  await ada.say(chatId, 'welcome back')
  await here!.hub.compare()
  for (const following of [adas, eves])
    await following.until(() => heardOf(following, chatId).some(({ message }) => message.text === 'welcome back'))
  expect(heardOf(eves, chatId).map(({ message }) => message.text)).not.toContain('not for eve')
  expect(heardOf(adas, chatId).map(({ message }) => message.text)).toContain('not for eve')
  await Promise.all([here!.stop(), there!.stop()])
})

test('a mark, a setting and a name of which the note is lost are told again when a hole is seen', async () => {
  const databaseUrl = await createTestDatabase()
  const isDeaf = { now: false }
  const busOf = (bus: Bus): Bus => ({
    ...bus,
    whenHeard: (listener) => bus.whenHeard((subject, note) => void (isDeaf.now || listener(subject, note))),
  })
  const [here, there] = await Promise.all(
    [1, 2].map(() => startTestApp({ BUS_URL: 'postgres:' }, databaseUrl, undefined, { busOf })),
  )
  const [ada, bob] = [await there!.person('ada'), await there!.person('bob')]
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const { number } = await bob.say(chatId, 'hello')
  const following = await here!.through(ada).follow()
  const bobs = await here!.through(bob).follow()
  await there!.through(ada).users.update({ displayName: 'Ada Byron' })
  await bobs.until(() => bobs.news.some((news) => news.type === 'person' && news.person.displayName === 'Ada Byron'))
  await here!.mending.look()

  isDeaf.now = true
  await ada.chats.read({ chatId, number })
  await ada.chats.notify({ chatId, notify: 'nothing' })
  await ada.users.update({ displayName: 'Ada Lovelace' })
  await sleep(200)
  await here!.mending.look()
  const marks = () => following.news.filter((news) => news.type === 'read' && news.number === number)
  expect(marks(), 'nobody has seen the hole yet').toEqual([])
  isDeaf.now = false
  for (let tries = 0; tries < 40 && marks().length === 0; tries++) {
    await ada.users.update({ displayName: 'Ada Lovelace' })
    await sleep(50)
    await here!.mending.look()
  }
  await following.until(() => marks().length > 0)
  await following.until(() => following.news.some((news) => news.type === 'chat' && news.chatId === chatId))
  await bobs.until(() => bobs.news.some((news) => news.type === 'person' && news.person.displayName === 'Ada Lovelace'))
  await Promise.all([here!.stop(), there!.stop()])
})

/** Ada also puts eve out and takes her in again. */
async function act(here: Here, who: Person, { chatIds, eveId, dice, said }: World) {
  const chatId = one(chatIds, dice)
  const own = said.findLast((message) => message.by === who.id && message.chatId === chatId)
  const any = said.findLast((message) => message.chatId === chatId)
  const die = dice()
  if (who.username.startsWith('ada') && die < 0.2) return here.groups.remove({ chatId, userId: eveId })
  if (who.username.startsWith('ada') && die < 0.4) return here.groups.add({ chatId, userIds: [eveId] })
  if (own && die < 0.5) return here.messages.edit({ ...keyOf(own), text: `mended ${dice()}` })
  if (own && die < 0.55) return here.messages.remove(keyOf(own))
  if (any && die < 0.65) return here.messages.react({ ...keyOf(any), emoji: '👍', on: dice() < 0.7 })
  const message = { chatId, id: uuid(), by: who.id }
  said.push(message)
  return here.messages.send({ ...keyOf(message), text: `word ${dice()}` })
}

function keyOf({ chatId, id }: { chatId: string; id: string }) {
  return { chatId, id }
}

function unlessRefused(error: unknown) {
  const known = ['UNAVAILABLE', 'NOT_A_MEMBER', 'NO_SUCH_MEMBER', 'NO_SUCH_MESSAGE', 'MESSAGE_DELETED']
  if (!known.some((reason) => JSON.stringify(error).includes(reason))) throw error
}

function one<Entry>(entries: Entry[], dice: () => number): Entry {
  return entries[Math.floor(dice() * entries.length)]!
}

function heardOf(following: Following, chatId: string) {
  return following.news.flatMap((news) => (news.type === 'message' && news.message.chatId === chatId ? [news] : []))
}

/** What she heard of the time between a removal and the next return. */
function leaksOf(following: Following, chatId: string, messages: Message[], userId: string): number[] {
  const comings = messages.flatMap(({ version, event }) =>
    event && 'userIds' in event && event.userIds.includes(userId) ? [{ version, type: event.type }] : [],
  )
  return heardOf(following, chatId)
    .map(({ message }) => message.version)
    .filter((version) => comings.findLast((coming) => coming.version <= version)?.type === 'removed')
}
