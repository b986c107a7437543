import type { BrowserContextOptions, Page } from 'playwright-core'
import { type Person, startTestApp } from '../server/testing.ts'
import { openBrowser } from './testing.ts'

export type House = Awaited<ReturnType<typeof openHouse>>

/** The worker loads the whole app for each browser: whoever needs it says so, with `serviceWorkers: 'allow'`. */
const usual: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' }

/** The built app with a browser before it. Its first user, the admin, is nobody of the tests. */
export async function openHouse(environment: Record<string, string> = {}) {
  const [app, browser] = await Promise.all([startTestApp(environment), openBrowser()])
  const operator = await app.person('operator')
  const pages: Page[] = []
  let faults: string[] = []

  return {
    app,
    operator,

    async visit(path = '/', options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ ...usual, ...options })
      return openIn(await context.newPage(), path)
    },

    /** A browser in which the person is signed in. */
    async enter({ token }: Pick<Person, 'token'>, path = '/', options: BrowserContextOptions = {}) {
      const context = await browser.newContext({ ...usual, ...options })
      await context.addCookies([{ name: 'parley', value: token, url: app.url, httpOnly: true, sameSite: 'Lax' }])
      const page = await openIn(await context.newPage(), path)
      await page.locator('aside').first().waitFor({ state: 'attached' })
      return page
    },

    /** Closes all pages. Nothing may have gone wrong in them. */
    async leave(): Promise<string[]> {
      await Promise.all(pages.splice(0).map((page) => page.context().close()))
      const found = faults
      faults = []
      if (found.length > 0) throw new Error(found.join('\n'))
      return found
    },

    async stop() {
      await this.leave()
      await browser.close()
      await app.stop()
    },
  }

  async function openIn(page: Page, path: string) {
    page.setDefaultTimeout(10_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text())
    })
    pages.push(page)
    await page.goto(`${app.url}${path}`)
    return page
  }
}

export const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / })
export const chatLink = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Chats' }).getByRole('link', { name })
/** What lies above the page for a moment. The same words are said to a screen reader elsewhere. */
export const toast = (page: Page, text: string) => page.locator('[data-sonner-toast]').getByText(text)
export const messageRow = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).last()
