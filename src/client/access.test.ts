import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions, Spec } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type House, openHouse } from './testing-pages.ts'
import { dress, furnish, places } from './testing-places.ts'
import { smallFields, smallTargets } from './testing-touch.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {
    // What stands on a reaction is a sign and a number; its name says who reacted instead.
    'label-content-name-mismatch': { enabled: false },
    // Menus stand at the end of the page, beside its regions, as they should.
    region: { enabled: false },
    // On a phone the list of chats is all there is; elsewhere it stands beside what the page is about.
    'landmark-one-main': { enabled: false },
  },
}
// Tab comes to the code in the message that the arrows chose, and then to no other: `keyboard.test.ts`.
const spec: Spec = {
  rules: [{ id: 'scrollable-region-focusable', selector: ':not(select, textarea, [role="log"] pre)' }],
}
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } }
const looks = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'high contrast': { theme: 'light', contrast: 'high' },
  'high contrast, dark, compact': { theme: 'dark', contrast: 'high', density: 'compact' },
  'right to left': { theme: 'light', language: 'ar' },
}
const screens: Record<string, BrowserContextOptions> = {
  // What moves has no colour to judge.
  wide: { reducedMotion: 'reduce' },
  phone: { reducedMotion: 'reduce', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  'zoom 200 %': { reducedMotion: 'reduce', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
}

// `npm run places` goes everywhere, and leaves pictures of it.
const isWhole = import.meta.env.MODE === 'places'
const names = isWhole ? Object.keys(places) : ['sign in', 'members', 'settings']
const touched = isWhole ? names : [...names, 'a chat', 'the emoji to choose from']
const pictures = 'pictures'
if (isWhole) mkdirSync(pictures, { recursive: true })

type Axe = {
  configure: (spec: Spec) => void
  run: (where: { exclude: string[] }, options: RunOptions) => Promise<AxeResults>
}

let house: House
let here: Awaited<ReturnType<typeof furnish>>
beforeAll(async () => {
  // No mail is sent, but offered.
  house = await openHouse({ SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'http://chat.example.test' })
  here = await furnish(house)
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

test.for(names)('axe finds nothing at "%s" in any theme, on a phone or enlarged', async (name) => {
  const found: string[] = []
  for (const [screen, options] of Object.entries(isWhole ? screens : { wide: screens['wide'] })) {
    const page = await places[name]?.(here, options)
    if (!page) continue
    if (isWhole) await take(page, `${name}, ${screen}`)
    for (const [look, preferences] of Object.entries(looks)) {
      await dress(page, preferences)
      const faults = await faultsIn(page, look === 'light' || look === 'right to left' ? everything : colours)
      found.push(...faults.map((fault) => `${screen}, ${look}: ${fault}`))
    }
    await house.leave()
  }
  expect(found).toEqual([])
})

test.for(names)('nothing at "%s" is wider than the screen', async (name) => {
  for (const options of isWhole ? Object.values(screens) : [screens['phone']]) {
    const page = await places[name]?.(here, options)
    const widths = await page?.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(widths?.[0]).toBeLessThanOrEqual(widths?.[1] ?? 0)
  }
})

test.for(touched)('a thumb hits everything at "%s", and no field makes the phone zoom', async (name) => {
  const page = await places[name]?.(here, screens['phone'])
  if (!page) return
  const found: string[] = []
  for (const size of ['normal', 'small']) {
    await dress(page, { size })
    const small = [...(await smallTargets(page)), ...(await smallFields(page))]
    found.push(...small.map((one) => `${size}: ${one}`))
  }
  expect(found).toEqual([])
})

async function take(page: Page, name: string) {
  for (const [look, preferences] of Object.entries(looks)) {
    await dress(page, preferences)
    await page.screenshot({ path: `${pictures}/${name}, ${look}.png` })
  }
}

async function faultsIn(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(axe)
    await page.evaluate((own) => (globalThis as unknown as { axe: Axe }).axe.configure(own), spec)
  }
  const { violations } = await page.evaluate(
    (asked) => (globalThis as unknown as { axe: Axe }).axe.run({ exclude: ['[data-base-ui-focus-guard]'] }, asked),
    options,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  )
}
