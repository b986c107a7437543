import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export const patiently = { timeout: 8000, interval: 50 }
const mostTabs = 60

/** What has the focus: its role or tag, and what it is called. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document
    if (!element || element === document.body) return 'nothing'
    const namedBy = document.getElementById(element.getAttribute('aria-labelledby')?.split(' ')[0] ?? '')
    const label = namedBy ?? (element as HTMLInputElement).labels?.[0]
    const name = element.getAttribute('aria-label') ?? label?.textContent
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${name ?? element.textContent}`
  })

/** Keys alone. After each of its steps something has the focus. */
export async function handsOn(page: Page) {
  await page.evaluate(() => {
    document.addEventListener('pointerdown', () => document.documentElement.setAttribute('data-pointed', ''), true)
  })
  async function press(...keys: string[]) {
    for (const key of keys) await page.keyboard.press(key)
  }
  return {
    press,
    /** The keys bring the focus to what is called so. */
    async step(keys: string[], expected: RegExp) {
      await press(...keys)
      await expect.poll(() => focused(page), patiently).toMatch(expected)
    },
    async type(text: string) {
      await page.keyboard.type(text)
      expect(await focused(page)).not.toBe('nothing')
    },
    /** As often as it takes. Returns what had the focus on the way. */
    async goTo(expected: RegExp, key = 'Tab') {
      const way: string[] = []
      for (let count = 0; count < mostTabs && !expected.test(await focused(page)); count++) {
        way.push(await focused(page))
        await press(key)
      }
      expect(await focused(page)).toMatch(expected)
      return way
    },
    async expectNoPointer() {
      expect(await page.locator('html[data-pointed]').count()).toBe(0)
    },
  }
}
