import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../server/testing.ts'
import { colours, everything, faultsIn, looks } from '../testing-axe.ts'
import { openBrowser } from '../testing.ts'
import { dress } from '../testing-places.ts'

const client = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(client, file), 'utf8')
const filesIn = (folder: string) =>
  readdirSync(path.join(client, folder))
    .filter((name) => name.endsWith('.tsx'))
    .toSorted()
    .map((name) => `${folder}/${name}`)
const componentsOf = (file: string) =>
  [...read(file).matchAll(/^export (?:const|function) ([A-Z]\w+)/gm)].map(([, name = '']) => name)

/** Whole places and what asks the server as soon as it is there: `npm run places` shows them. */
const places: Record<string, string> = {
  chats: 'ChatPane Desk DeskKeys Home OpenChat Sidebar',
  groups: 'AddPeople Members NewChat',
  messages: 'Announcer MessageList',
  people: 'Finder People PeopleChooser',
  whispers: '',
}

describe('the page of components', () => {
  const shown = filesIn('gallery').map(read).join('\n')

  test('shows every one of ui', () => {
    const components = filesIn('ui').flatMap(componentsOf)
    expect(components.length).toBeGreaterThan(20)
    expect(components.filter((name) => !new RegExp(`<${name}\\b`).test(shown))).toEqual([])
  })

  test('shows every other one too, or it is known to need the server', () => {
    const reached = reachedFrom('gallery/Gallery.tsx')
    for (const [folder, named] of Object.entries(places)) {
      const missing = filesIn(folder).filter((file) => !reached.has(file))
      expect(missing.map((file) => path.basename(file, '.tsx')).join(' ')).toBe(named)
    }
  })

  test('shows every token', () => {
    const tokens = read('styles.css').matchAll(/^ {2}--(?:color|radius|duration|(?=text)|font-weight)-?([\w-]+):/gm)
    const names = [...tokens].flatMap(([, name = '']) => (name.includes('--') ? [] : [name]))
    const said = new Set(read('gallery/Tokens.tsx').match(/[\w-]+/g))
    expect(names.length).toBeGreaterThan(40)
    expect(names.filter((name) => !said.has(name))).toEqual([])
  })

  test('is no part of the built app', () => {
    const built = path.resolve(client, '../../dist/assets')
    const files = readdirSync(built).filter((name) => /\.(js|css)$/.test(name))
    const text = files.map((name) => readFileSync(path.join(built, name), 'utf8')).join('')
    const [, title = '?'] = /<h1[^>]*>([^<]+)<\/h1>/.exec(read('gallery/Gallery.tsx')) ?? []
    expect(shown).toContain('max-w-[1100px]')
    expect([title, '1100px'].filter((own) => text.includes(own))).toEqual([])
  })
})

describe('on the development server', () => {
  let app: TestApp
  let browser: Browser
  let page: Page
  const faults: string[] = []

  beforeAll(async () => {
    process.env['VITE_CACHE'] = 'node_modules/.vite/gallery'
    ;[app, browser] = await Promise.all([startTestApp({ NODE_ENV: 'development' }), openBrowser()])
    delete process.env['VITE_CACHE']
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`${app.url}/?ui`)
    // What is not needed for the first picture is loaded beside it.
    await page.waitForLoadState('networkidle')
    for (const name of [
      'Emoji to choose from',
      'Composer: too long',
      'A conversation off the record',
      'Names to complete',
    ])
      await page.getByRole('button', { name, exact: true }).click()
    await page.getByRole('gridcell').first().waitFor()
    await page.getByText('You have been offline').first().waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await app.stop()
  })

  test('axe finds nothing on the page of components in any theme or direction, and nothing is wider than a screen', async () => {
    const found: string[] = []
    for (const [look, preferences] of Object.entries(looks)) {
      await dress(page, preferences)
      const isWhole = look === 'light' || look === 'right to left'
      const faults = await faultsIn(page, isWhole ? everything : colours)
      found.push(...faults.map((fault) => `${look}: ${fault}`))
    }
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.setViewportSize({ width: 1280, height: 800 })
    await dress(page, {})
    expect(found).toEqual([])
  }, 60_000)

  test('of several notes only the words of the newest are seen, until somebody looks at them all', async () => {
    const toast = (text: string) => page.locator('[data-sonner-toast]').filter({ hasText: text })
    const opacities = (text: string) =>
      toast(text)
        .locator('> *')
        .evaluateAll((parts) => [...new Set(parts.map((part) => getComputedStyle(part).opacity))])
    await page.getByRole('button', { name: 'Note that stays', exact: true }).click()
    await toast('Reload it.').waitFor()
    await page.getByRole('button', { name: 'Long note', exact: true }).click()
    await toast('40 minutes').waitFor()
    await expect.poll(() => opacities('Reload it.')).toEqual(['0'])
    expect(await opacities('40 minutes')).toEqual(['1'])
    await page.keyboard.press('F8')
    await expect.poll(() => opacities('Reload it.')).toEqual(['1'])
    await page.getByRole('button', { name: 'Take it away' }).click()
    await toast('Reload it.').waitFor({ state: 'detached' })
  })

  test('everything on it opens and closes, and the browser complains of nothing', async () => {
    for (const name of ['Menu', 'Emoji beside it', 'Dialog', 'Tall dialog', 'Confirm', 'Confirm that fails', 'Keys']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole(name === 'Menu' ? 'menu' : 'dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole(name === 'Menu' ? 'menu' : 'dialog').waitFor({ state: 'detached' })
    }
    for (const name of [
      'Toast',
      'Long toast',
      'Fault',
      'Note',
      'Long note',
      'Note, right to left',
      'Note that stays',
    ]) {
      await page.getByRole('button', { name, exact: true }).click()
    }
    await page.locator('[data-sonner-toast]').getByText('Reload it.').waitFor()
    await page.getByRole('button', { name: 'Take it away' }).click()
    await page.locator('[data-sonner-toast]').getByText('Reload it.').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })
})

/** The files that a file needs, and those that they need. */
function reachedFrom(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, next = ''] of read(file).matchAll(/(?:from|import\() ?'(\.[^']+\.tsx?)'/g))
    reachedFrom(path.posix.join(path.posix.dirname(file), next), found)
  return found
}
