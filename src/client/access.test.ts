import { mkdirSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { colours, everything, faultsIn, looks } from './testing-axe.ts'
import { type House, openHouse } from './testing-pages.ts'
import { dress, furnish, places } from './testing-places.ts'
import { smallFields, smallTargets } from './testing-touch.ts'

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
