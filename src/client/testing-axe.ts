import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions, Spec } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const everything: RunOptions = {
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
export const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } }
export const looks = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  'high contrast': { theme: 'light', contrast: 'high' },
  'high contrast, dark, compact': { theme: 'dark', contrast: 'high', density: 'compact' },
  'right to left': { theme: 'light', language: 'ar' },
}

type Axe = {
  configure: (spec: Spec) => void
  run: (where: { exclude: string[] }, options: RunOptions) => Promise<AxeResults>
}

/** What axe finds on the page as it is. */
export async function faultsIn(page: Page, options: RunOptions): Promise<string[]> {
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
