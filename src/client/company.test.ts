import type { Page, Worker } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { chatLink, composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ;[ada, bob, eve] = (await Promise.all(['ada', 'bob', 'eve'].map((name) => house.app.person(name)))) as [
    Person,
    Person,
    Person,
  ]
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const directOf = async () => (await ada.chats.openDirect({ userId: bob.id })).chatId
const groupOf = async () => (await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })).chatId
const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const unreadOf = async (person: Person, chatId: string) =>
  (await person.chats.list()).find(({ id }) => id === chatId)?.unread

test('ada sees that bob types', async () => {
  const chatId = await directOf()
  const [adas, bobs] = (await Promise.all([ada, bob].map((person) => house.enter(person, `/chats/${chatId}`)))) as [
    Page,
    Page,
  ]
  await adas.getByText('· online').waitFor()
  await composer(bobs).pressSequentially('it h')
  await adas.getByText('Bob is typing…').waitFor()
  expect(await bobs.getByText('is typing…').count()).toBe(0)
  await composer(bobs).pressSequentially('eld')
  await bobs.keyboard.press('Enter')
  await messageRow(adas, 'it held').waitFor()
  await adas.getByText('Bob is typing…').waitFor({ state: 'detached' })
})

test('who is here now is said above the conversation', async () => {
  const chatId = await groupOf()
  const adas = await house.enter(ada, `/chats/${chatId}`)
  await adas.getByText('3 members', { exact: true }).waitFor()
  const bobs = await house.enter(bob, `/chats/${chatId}`)
  await adas.getByText('3 members · 2 here now').waitFor()
  await bobs.getByRole('link', { name: 'Settings' }).click()
  await adas.getByText('3 members', { exact: true }).waitFor()
  expect(await adas.getByText('here now').count()).toBe(0)
})

test('a click on somebody in the people place opens the chat with him', async () => {
  await bob.users.update({ displayName: `Bob ${bob.username}` })
  await house.enter(bob)
  const adas = await house.enter(ada, '/people')
  await adas
    .getByRole('button', { name: `Bob ${bob.username}`, exact: false })
    .first()
    .click()
  await adas.waitForURL(/\/chats\//)
  await adas.getByRole('heading', { name: `Bob ${bob.username}` }).waitFor()
  expect(await ada.chats.list()).toMatchObject([{ kind: 'direct', peer: { id: bob.id } }])
})

test('the title and the icon say how much is unread', async () => {
  const chatId = await directOf()
  const adas = await house.enter(ada, '/people')
  const icon = () => adas.locator('link[rel="icon"]').getAttribute('href')
  await until(() => adas.title()).toBe('People · Parley')
  const plain = await icon()
  expect(plain).toContain('svg')
  await bob.say(chatId, 'one')
  await bob.say(chatId, 'two')
  await until(() => adas.title()).toBe('(2) People · Parley')
  await until(icon).not.toBe(plain)
  await chatLink(adas, /Bob/).click()
  await until(() => adas.title()).toBe('Bob · Parley')
  await until(icon).toBe(plain)
})

test('ada sees that bob has read it, unless he keeps that to himself', async () => {
  const chatId = await directOf()
  const [adas, bobs] = await Promise.all([house.enter(ada, `/chats/${chatId}`), house.enter(bob)])
  await composer(adas).fill('did it hold?')
  await adas.keyboard.press('Enter')
  await chatLink(bobs, /did it hold/).waitFor()
  expect(await adas.getByText('Seen by').count()).toBe(0)
  await chatLink(bobs, /did it hold/).click()
  await messageRow(adas, 'did it hold?').getByText('Seen by Bob').waitFor()

  await bobs.getByRole('link', { name: 'Settings' }).click()
  await bobs.getByRole('switch', { name: 'Keep read receipts to yourself' }).click()
  await until(async () => (await bob.auth.me())?.user.hidesReceipts).toBe(true)
  await adas.reload()
  await composer(adas).fill('and now?')
  await adas.keyboard.press('Enter')
  await chatLink(bobs, /and now/).click()
  await until(() => unreadOf(bob, chatId)).toBe(0)
  await bob.say(chatId, 'it held')
  await messageRow(adas, 'it held').waitFor()
  expect(await adas.getByText('Seen by').count()).toBe(0)
  await ada.say(chatId, 'both ways')
  await messageRow(bobs, 'both ways').waitFor()
  expect(await bobs.getByText('Seen by').count()).toBe(0)
})

test('a message in another chat is told by a toast that leads there', async () => {
  const [direct, group] = [await directOf(), await groupOf()]
  const adas = await house.enter(ada, `/chats/${direct}`)
  await composer(adas).waitFor()
  await bob.say(direct, 'seen here already')
  await messageRow(adas, 'seen here already').waitFor()
  await eve.say(group, 'the boiler is warm')
  const toast = adas.locator('[data-sonner-toast]')
  await toast.getByText(/Eve.* · .*Engines/).waitFor()
  await toast.getByText('the boiler is warm').waitFor()
  expect(await toast.count()).toBe(1)
  await toast.getByRole('button', { name: 'Open' }).click()
  await adas.waitForURL(`**/chats/${group}`)
  await messageRow(adas, 'the boiler is warm').waitFor()
  await toast.waitFor({ state: 'detached' })
})

test('what is said before all of a page is there is told when it is', async () => {
  const [direct, group] = [await directOf(), await groupOf()]
  const adas = await house.enter(ada)
  let go = () => {}
  const isHeld = new Promise<void>((resolve) => (go = resolve))
  await adas.route(/assets\/Notices-/, async (route) => {
    await isHeld
    await route.continue()
  })
  await adas.goto(`${house.app.url}/chats/${direct}`)
  await chatLink(adas, /Engines/).waitFor()
  await eve.say(group, 'the boiler is warm')
  await chatLink(adas, /the boiler is warm/).waitFor()
  go()
  await adas.locator('[data-sonner-toast]').getByText('the boiler is warm').waitFor()
})

test('the first word of somebody who never wrote before is told, and what was said before a visit is not', async () => {
  const adas = await house.enter(ada)
  await eve.say((await eve.chats.openDirect({ userId: ada.id })).chatId, 'we have not met')
  const toast = adas.locator('[data-sonner-toast]')
  await toast.getByText('we have not met').waitFor()
  await Promise.all([adas.waitForResponse(/chats\.list/), adas.reload()])
  await chatLink(adas, /we have not met/).waitFor()
  await bob.say((await bob.chats.openDirect({ userId: ada.id })).chatId, 'nor have we')
  await toast.getByText('nor have we').waitFor()
  expect(await toast.count()).toBe(1)
})

test('on a phone a toast is as far from one edge as from the other, in either direction of writing', async () => {
  const [direct, group] = [await directOf(), await groupOf()]
  for (const locale of ['en', 'ar']) {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale }
    const adas = await house.enter(ada, `/chats/${direct}`, phone)
    await adas.getByRole('textbox').waitFor()
    await eve.say(group, 'the boiler is warm')
    const toast = adas.locator('[data-sonner-toast][data-mounted="true"]')
    await toast.waitFor()
    await until(async () => {
      const { x = 0, width = 0 } = (await toast.boundingBox()) ?? {}
      return [x, 390 - x - width]
    }).toEqual([12, 12])
  }
})

test('a toast reads names and words in their own direction, and stands them in the order of the page', async () => {
  const [direct, { chatId: group }] = [
    await directOf(),
    await ada.groups.create({ title: 'Letters!', userIds: [bob.id] }),
  ]
  const adas = await house.enter(ada, `/chats/${direct}`, { locale: 'ar' })
  await adas.getByRole('textbox').waitFor()
  await adas.waitForLoadState('networkidle')
  await bob.say(direct, 'come in')
  await bob.say(group, 'Is it warm?')
  const toast = adas.locator('[data-sonner-toast][data-mounted="true"]')
  const textOf = (part: string) => toast.locator(part).evaluate(seenFromLeft)
  await until(() => textOf('[data-description]')).toBe('Is it warm?')
  expect(await textOf('[data-title]')).toBe('Letters! · Bob')

  const refusal = { message: 'Is it gone?', code: -32600, data: { code: 'BAD_REQUEST', httpStatus: 400 } }
  const refused = JSON.stringify({ error: { json: refusal } })
  await adas.route('**/trpc/chats.unread*', (route) => route.fulfill({ status: 400, body: refused }))
  await messageRow(adas, 'come in').focus()
  await adas.keyboard.press('u')
  await until(() => adas.locator('[data-type="error"] [data-title]').evaluate(seenFromLeft)).toBe('Is it gone?')
})

/** The letters as they stand side by side. */
function seenFromLeft(element: Element): string {
  const text = element.textContent ?? ''
  const range = document.createRange()
  const placed = text.split('').map((letter, index) => {
    range.setStart(element.firstChild ?? element, index)
    range.setEnd(element.firstChild ?? element, index + 1)
    return { letter, left: range.getBoundingClientRect().left }
  })
  const inOrder = placed.toSorted((one, other) => one.left - other.left).map(({ letter }) => letter)
  return inOrder.join('').replace(/[\u2068\u2069]/g, '')
}

test('a name after an @ is completed, and the chat is marked for whom it names', async () => {
  const chatId = await groupOf()
  const [adas, bobs, eves] = await Promise.all([
    house.enter(ada, `/chats/${chatId}`),
    house.enter(bob),
    house.enter(eve),
  ])
  await composer(adas).pressSequentially('look, @bo')
  await adas.getByRole('option', { name: `Bob @${bob.username}` }).waitFor()
  await adas.keyboard.press('Enter')
  await until(() => composer(adas).inputValue()).toBe(`look, @${bob.username} `)
  await adas.keyboard.press('Enter')
  await chatLink(bobs, /Engines.*1 unread, you are mentioned/).waitFor()
  await chatLink(eves, /Engines.*1 unread/).waitFor()
  expect(await chatLink(eves, /Engines/).textContent()).not.toContain('mentioned')
  await chatLink(bobs, /Engines/).click()
  await messageRow(bobs, 'look').getByText(`@${bob.username}`, { exact: true }).waitFor()
})

test('bob marks a message as unread and finds it so when he comes back', async () => {
  const chatId = await directOf()
  for (const text of ['one', 'two', 'three']) await ada.say(chatId, text)
  const bobs = await house.enter(bob, `/chats/${chatId}`)
  await messageRow(bobs, 'three').waitFor()
  await until(() => unreadOf(bob, chatId)).toBe(0)
  await messageRow(bobs, 'two').hover()
  await messageRow(bobs, 'two').getByRole('button', { name: 'Mark unread from here' }).click()
  await chatLink(bobs, /Ada.*2 unread/).waitFor()
  await ada.say(chatId, 'four')
  await chatLink(bobs, /Ada.*3 unread/).waitFor()
  // Longer than the view waits before it tells what was seen.
  await bobs.waitForTimeout(1000)
  expect(await unreadOf(bob, chatId)).toBe(3)
  await bobs.getByRole('link', { name: 'Settings' }).click()
  await until(() => bobs.title()).toBe('(3) Settings · Parley')
  await chatLink(bobs, /Ada/).click()
  await bobs.getByText('New', { exact: true }).waitFor()
  await until(() => unreadOf(bob, chatId)).toBe(0)
})

/**
 * Real: the worker as it is built and as the settings register it, and the push event that the browser gives it while
 * no page of Parley is open. Not real: the way from the push service to the browser (DevTools deliver the push;
 * src/server/live/push.test.ts proves that it is sent, signed and encrypted), the permission, which a browser without
 * a screen never gives, and with it the drawing of the notification and the finger on it.
 */
test('a push reaches the service worker with the page closed, and its notification leads to the chat', async () => {
  const chatId = await directOf()
  await ada.say(chatId, 'it held, all 40 minutes of it')
  const bobs = await house.enter(bob, '/', { serviceWorkers: 'allow' })
  const context = bobs.context()
  await context.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' })
    Notification.requestPermission = () => Promise.resolve('granted')
  })
  await bobs.goto(`${house.app.url}/settings`)
  await bobs.getByRole('button', { name: 'Turn on notifications' }).click()
  const stateOf = async () => (await navigator.serviceWorker.getRegistration())?.active?.state
  await until(() => bobs.evaluate(stateOf)).toBe('activated')
  const worker = context.serviceWorkers()[0]!
  await worker.evaluate(() => {
    const { registration } = globalThis as unknown as Scope
    const shown: Shown[] = []
    Object.assign(registration, {
      showNotification: (title: string, options: object) => Promise.resolve(void shown.push({ title, ...options })),
      getNotifications: () => Promise.resolve(shown),
    })
  })
  await bobs.goto('about:blank')

  const tools = await context.newCDPSession(bobs)
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId)
    })
  })
  await tools.send('ServiceWorker.enable')
  const note = { title: 'Ada', body: 'it held, all 40 minutes of it', chatId, tag: chatId }
  await tools.send('ServiceWorker.deliverPushMessage', {
    origin: house.app.url,
    registrationId: await registered,
    data: JSON.stringify(note),
  })
  const shown = () => worker.evaluate(() => (globalThis as unknown as Scope).registration.getNotifications())
  await until(shown).toEqual([
    { title: 'Ada', body: note.body, tag: chatId, data: `/chats/${chatId}`, icon: '/icon.svg' },
  ])

  await bobs.goto(`${house.app.url}/settings`)
  await bobs.getByRole('heading', { name: 'Settings' }).waitFor()
  const isClosed = await click(worker)
  expect(isClosed).toBe(true)
  await bobs.waitForURL(`**/chats/${chatId}`)
  await messageRow(bobs, 'it held').waitFor()

  await bobs.goto(`${house.app.url}/icon.svg`)
  await click(worker)
  await bobs.waitForURL(`**/chats/${chatId}`)
  await messageRow(bobs, 'it held').waitFor()
})

/** What a browser does when its note is clicked. A page without a window cannot come forward. */
const click = (worker: Worker) =>
  worker.evaluate(async () => {
    const scope = globalThis as unknown as Scope
    scope.WindowClient.prototype.focus = () => Promise.resolve()
    const [shown] = await scope.registration.getNotifications()
    let closed = false
    const notification = { ...shown, close: () => void (closed = true) }
    await new Promise((resolve) =>
      dispatchEvent(Object.assign(new Event('notificationclick'), { notification, waitUntil: resolve })),
    )
    return closed
  })

type Shown = { title: string }
/** What the test uses of the worker's world. */
type Scope = {
  registration: { getNotifications: () => Promise<Shown[]> }
  WindowClient: { prototype: { focus: () => Promise<void> } }
}
