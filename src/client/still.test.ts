import fc from 'fast-check'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { composer, type House, openHouse } from './testing-pages.ts'

const seed = Number(process.env['SEED'] ?? Date.now())
const runs = Number(process.env['RUNS'] ?? 3)

let house: House
let ada: Awaited<ReturnType<House['app']['person']>>
let bob: typeof ada

beforeAll(async () => {
  house = await openHouse()
  ada = await house.app.person('ada')
  bob = await house.app.person('bob')
})
afterEach(() => house.leave())
afterAll(() => house.stop())

type Act =
  | { type: 'edit'; at: number; words: number }
  | { type: 'react'; at: number; emoji: string }
  | { type: 'delete'; at: number }
  | { type: 'say'; words: number }
  | { type: 'picture' }
  | { type: 'compose'; lines: number }
  | { type: 'resize'; width: number; height: number }

const at = fc.integer({ min: -4, max: 3 })
const words = fc.integer({ min: 1, max: 80 })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('edit'), at, words }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('react'), at, emoji: fc.constantFrom('🎉', '👍', '❤️') }) },
  fc.record({ type: fc.constant('delete'), at }),
  fc.record({ type: fc.constant('say'), words }),
  fc.record({ type: fc.constant('picture') }),
  fc.record({ type: fc.constant('compose'), lines: fc.integer({ min: 0, max: 4 }) }),
  fc.record({
    type: fc.constant('resize'),
    width: fc.integer({ min: 380, max: 1280 }),
    height: fc.integer({ min: 500, max: 900 }),
  }),
)

test('the first message in view moves from no frame to the next, whatever others do and however the window changes, in random order', async () => {
  const talk = await openTalk()
  const { page } = talk
  await scroll(page, -1500)
  const pixels = fc.integer({ min: -900, max: 300 })
  const run = fc.asyncProperty(pixels, fc.array(act, { minLength: 12, maxLength: 20 }), async (asked, acts) => {
    await scroll(page, (await below(page)) < 600 ? -900 : asked)
    const top = await watchTop(page)
    await talk.perform(acts, top)
    await page.getByRole('button', { name: `${talk.said()} new` }).waitFor()
    await standsStill(page)
    expect(await moves(page)).toEqual([])
  })
  await fc.assert(run, { numRuns: runs, endOnFailure: true, seed })
}, 300_000)

test('who reads at the end is there in every frame, whatever others say and do and however the window changes', async () => {
  const talk = await openTalk()
  const { page } = talk
  const run = fc.asyncProperty(fc.array(act, { minLength: 12, maxLength: 20 }), async (acts) => {
    await watchEnd(page)
    await talk.perform(acts, 120)
    await expect.poll(() => lastShown(page)).toBe(120 + talk.said())
    await standsStill(page)
    expect(await moves(page)).toEqual([])
  })
  await fc.assert(run, { numRuns: runs, endOnFailure: true, seed })
}, 300_000)

test('earlier and later messages come in without moving what is read in any frame', async () => {
  const { page } = await openTalk(300)
  let isHeld = true
  const held: Route[] = []
  await page.route('**/trpc/messages.list*', async (route) => void (isHeld ? held.push(route) : await route.continue()))
  for (let part = 0; part < 3; part++) {
    await scroll(page, 300 - (await log(page).evaluate(({ scrollTop }) => scrollTop)))
    await comesUnmoved()
  }
  isHeld = false
  await log(page).getByRole('article').first().focus()
  await page.keyboard.press('Home')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-number'))).toBe('1')
  isHeld = true
  for (let part = 0; part < 2; part++) {
    await scroll(page, (await below(page)) - 300)
    await comesUnmoved()
  }

  async function comesUnmoved() {
    const height = () => log(page).evaluate(({ scrollHeight }) => scrollHeight)
    const before = await height()
    // What was the first of all loses its date and name to those before it: the one after it moves by nothing.
    await watchTop(page, 1)
    await expect.poll(() => held.length).toBeGreaterThan(0)
    for (const route of held.splice(0)) await route.continue()
    await expect.poll(height).toBeGreaterThan(before + 1000)
    await standsStill(page)
    expect(await moves(page)).toEqual([])
  }
})

/** Ada reads at the end of 120 messages, bob is there too. */
async function openTalk(count = 120) {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const sender = (number: number) => (number % 3 === 0 ? bob : ada)
  for (let number = 2; number <= count; number++)
    await sender(number).say(chatId, `number ${number} ${'and more '.repeat((number * 7) % 23)}`)
  await ada.chats.read({ chatId, number: count })
  const page = await house.enter(ada, `/chats/${chatId}`)
  await log(page).getByRole('article').last().waitFor()
  await standsStill(page)
  const gone = new Set<string>()
  let said = 0

  async function say(text: string) {
    said++
    await bob.say(chatId, text)
  }

  async function change(one: Extract<Act, { at: number }>, message: { id: string; number: number } | undefined) {
    if (!message || gone.has(message.id)) return
    const which = { chatId, id: message.id }
    const by = message.number > count ? bob : sender(message.number)
    if (one.type === 'react') return bob.messages.react({ ...which, emoji: one.emoji, on: true })
    if (one.type === 'edit') return by.messages.edit({ ...which, text: 'now longer '.repeat(one.words) })
    gone.add(message.id)
    return by.messages.remove(which)
  }

  return {
    page,
    said: () => said,
    /** The last act of all is that bob says something. */
    async perform(acts: Act[], top: number) {
      const { messages } = await bob.messages.list({ chatId, around: top, limit: 20 })
      for (const one of acts) {
        if ('at' in one)
          await change(
            one,
            messages.find(({ number }) => number === top + one.at),
          )
        else if (one.type === 'say') await say('more '.repeat(one.words))
        else if (one.type === 'compose') await composer(page).fill('line\n'.repeat(one.lines))
        else if (one.type === 'resize') await page.setViewportSize({ width: one.width, height: one.height })
        else await bob.account.setAvatar({ image: await picture() })
      }
      await say('the last of it')
    },
  }
}

async function picture(): Promise<string> {
  const background = { r: 20, g: 90, b: 200 }
  const image = sharp({ create: { width: 256, height: 256, channels: 3, background } })
  return (await image.webp().toBuffer()).toString('base64')
}

const log = (page: Page) => page.getByRole('log')
const below = (page: Page) => log(page).evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop)
const moves = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'moves') as number[])
const lastShown = async (page: Page) => Number(await log(page).getByRole('article').last().getAttribute('data-number'))

async function scroll(page: Page, pixels: number) {
  await log(page).hover()
  await page.mouse.wheel(0, pixels)
  await standsStill(page)
}

/**
 * Notes from now on whenever, from one frame to the next, the first message moves that is wholly in view and begins in
 * its upper half; or the one so many after it. Answers the number of the first that begins in view.
 */
async function watchTop(page: Page, after = 0): Promise<number> {
  const number = await log(page).evaluate((list, after) => {
    const edge = () => list.getBoundingClientRect().top
    const placeOf = (row: Element) => Math.round(row.getBoundingClientRect().top - edge())
    function first() {
      const rows = [...list.querySelectorAll<HTMLElement>('[role="article"]')]
      const index = rows.findIndex((one) => placeOf(one) >= 0)
      const [top, row] = [rows[index], rows[index + after]]
      return top && row && { row, at: placeOf(row), top: placeOf(top) }
    }
    let before = first()
    const measure = () => {
      const isAbove = before?.row.isConnected && before.top < list.clientHeight / 2 - 1
      const moved = before && isAbove ? placeOf(before.row) - before.at : 0
      before = first()
      return moved
    }
    Object.assign(globalThis, { measure })
    return Number(
      [...list.querySelectorAll<HTMLElement>('[role="article"]')].find((one) => placeOf(one) >= 0)?.dataset['number'],
    )
  }, after)
  await watch(page)
  return number
}

/** Notes from now on whenever the end is not in view. */
async function watchEnd(page: Page) {
  await log(page).evaluate((list) => {
    const measure = () => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop)
    Object.assign(globalThis, { measure })
  })
  await watch(page)
}

/** Of every frame what is painted: when the sizes of it are told, the last of those who hear them. */
function watch(page: Page) {
  return page.evaluate(() => {
    const measure = Reflect.get(globalThis, 'measure') as () => number
    const moves: number[] = []
    Object.assign(globalThis, { moves })
    const clock = document.body.appendChild(document.createElement('div'))
    clock.style.position = 'fixed'
    new ResizeObserver(() => {
      const move = Reflect.get(globalThis, 'moves') === moves && measure()
      if (move) moves.push(move)
    }).observe(clock)
    const tick = (now: number) => {
      if (Reflect.get(globalThis, 'moves') !== moves) return clock.remove()
      clock.style.width = `${1 + (Math.round(now * 10) % 100)}px`
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  })
}

function standsStill(page: Page) {
  return log(page).evaluate(async (list) => {
    for (let still = 0, before = -1; still < 15; before = list.scrollTop) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      still = list.scrollTop === before ? still + 1 : 0
    }
  })
}
