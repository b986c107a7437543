import type { Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { chatLink, composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
  ;[ada, bob] = await Promise.all([house.app.person('ada'), house.app.person('bob')])
  ;({ chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] }))
  const { id } = await bob.say(chatId, 'the first word')
  for (let number = 1; number <= 80; number++) await ada.say(chatId, `number ${number} of many`)
  await bob.messages.send({ id: uuid(), chatId, text: 'as I said', replyTo: id })
  await ada.groups.create({ title: 'Looms', userIds: [bob.id] })
})
afterEach(() => house.leave())
afterAll(() => house.stop())

type Reduced = 'reduce' | 'no-preference'
type Move = { what: string; ms: number; isStep: boolean }

test(
  'whoever wants no motion sees none: nothing slides, fades, turns or scrolls by itself',
  { timeout: 60_000 },
  async () => {
    const moves = [...(await walk('reduce')), ...(await walkOnPhone('reduce'))]
    expect(moves.filter(({ what, ms, isStep }) => ms > 1 && !(what === 'lit' && isStep))).toEqual([])
    // Nor does everything change its colours for a moment.
    const animations = ['appear', 'turn', 'lit', 'dim']
    expect(moves.filter(({ what }) => !animations.includes(what))).toEqual([])
    // What was jumped to is lit all the same, and then it is not.
    expect(moves).toContainEqual({ what: 'lit', ms: 2000, isStep: true })
  },
)

test('for all others what is touched answers quickly, and what opens comes calmly', { timeout: 60_000 }, async () => {
  const moves = await walk('no-preference')
  const onPhone = await walkOnPhone('no-preference')
  const named = (what: string, of = moves) => [...new Set(of.flatMap((move) => (move.what === what ? [move.ms] : [])))]
  expect(named('appear')).toEqual([120])
  expect(new Set(named('opacity'))).toEqual(new Set([120, 220]))
  expect(named('lit')).toEqual([2000])
  expect(named('turn')).toEqual([Infinity])
  expect(named('translate')).toEqual([120])
  expect(named('translate', onPhone)).toEqual([220])
  expect(named('scale', onPhone)).toEqual([])
  // What turns back on its way takes less.
  const slow = new Set([...moves, ...onPhone].flatMap(({ ms }) => (ms > 120 ? [ms] : [])))
  expect([...slow].toSorted((one, other) => one - other)).toEqual([220, 2000, Infinity])
})

/** Goes through all that could move on a wide screen. */
async function walk(reducedMotion: Reduced): Promise<Move[]> {
  const { id } = await ada.say(chatId, 'to be deleted')
  const page = await house.enter(ada, `/chats/${chatId}`, { reducedMotion })
  await messageRow(page, 'to be deleted').waitFor()
  await watchMotion(page)

  // A menu, a dialog, and what is busy in it.
  await messageRow(page, 'to be deleted').click({ button: 'right' })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route('**/trpc/messages.remove*', async (route) => {
    await held
    await route.continue()
  })
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.locator('[aria-busy] svg').waitFor()
  await endOf(page)
  letGo()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(async () => (await ada.messages.get({ chatId, id }))?.deletedAt).not.toBeNull()

  // What lies beside a button, what says what it does, and what is told for a moment.
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await page.getByRole('gridcell').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('gridcell').first().waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Members' }).hover()
  await page.locator('div[aria-hidden]').getByText('Members', { exact: true }).waitFor()
  await messageRow(page, 'as I said').focus()
  await page.keyboard.press('c')
  await page.locator('[data-sonner-toast]').waitFor()

  // Somebody types.
  await bob.live.typing({ chatId })
  await page.getByText('Bob is typing…').waitFor()

  // The way to a message far above, and back.
  await messageRow(page, 'as I said')
    .getByRole('button', { name: /^Answers/ })
    .click()
  await messageRow(page, 'the first word').waitFor()
  await page.getByRole('button', { name: 'Jump to latest' }).click()
  await messageRow(page, 'as I said').waitFor()

  // A place that takes a moment.
  await page.route('**/trpc/**messages.list*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600))
    await route.continue()
  })
  await chatLink(page, 'Looms').click()
  await page.getByRole('status', { name: 'The messages are loading' }).waitFor()
  await composer(page).waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'High contrast' }).click()
  return endOf(page)
}

/** What comes from below there. */
async function walkOnPhone(reducedMotion: Reduced): Promise<Move[]> {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, reducedMotion }
  const page = await house.enter(ada, `/chats/${chatId}`, phone)
  await messageRow(page, 'as I said').waitFor()
  await watchMotion(page)
  const finger = { pointerType: 'touch', clientX: 100, clientY: 300, bubbles: true }
  await messageRow(page, 'as I said').getByText('as I said', { exact: true }).dispatchEvent('pointerdown', finger)
  await page.getByRole('dialog').getByRole('button', { name: 'Reply' }).waitFor()
  return endOf(page)
}

/** From now on whatever moves is noted, and whoever asks the browser to scroll smoothly. */
async function watchMotion(page: Page) {
  await page.evaluate(() => {
    const moves = new Map<string, Move>()
    const note = (move: Move) => moves.set(JSON.stringify(move), move)
    const look = ({ target }: Event) => {
      if (!(target instanceof Element)) return
      for (const one of target.getAnimations({ subtree: true })) {
        const { activeDuration = 0 } = one.effect?.getComputedTiming() ?? {}
        const keyframes = one.effect instanceof KeyframeEffect ? one.effect.getKeyframes() : []
        const isStep = keyframes.every(({ easing }) => easing.startsWith('step'))
        const what =
          one instanceof CSSAnimation
            ? one.animationName
            : one instanceof CSSTransition
              ? one.transitionProperty
              : one.id
        note({ what, ms: Number(activeDuration), isStep })
      }
    }
    for (const type of ['transitionrun', 'animationstart']) document.addEventListener(type, look, true)
    for (const verb of ['scroll', 'scrollTo', 'scrollBy', 'scrollIntoView'] as const) {
      const act = Reflect.get(Element.prototype, verb) as (...asked: unknown[]) => unknown
      Element.prototype[verb] = function (this: Element, ...asked: unknown[]) {
        const isAsked = asked.some((one) => Reflect.get(Object(one), 'behavior') === 'smooth')
        if (isAsked || getComputedStyle(this).scrollBehavior === 'smooth')
          note({ what: verb, ms: Infinity, isStep: false })
        return act.apply(this, asked)
      }
    }
    Object.assign(globalThis, { moves })
  })
}

/** What has moved, once nothing is about to begin. */
function endOf(page: Page): Promise<Move[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise((painted) => requestAnimationFrame(painted))
    return [...(Reflect.get(globalThis, 'moves') as Map<string, Move>).values()]
  })
}
