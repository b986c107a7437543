import type { Page } from 'playwright-core'

const roles = 'button option gridcell menuitem menuitemradio switch tab checkbox combobox'.split(' ')
const targets = ['a[href]', 'button', 'textarea', 'select', 'input', ...roles.map((role) => `[role="${role}"]`)].join()

/** What can be touched on the screen, but not over 44 by 44 pixels around its middle. Links in a line of words are. */
export async function smallTargets(page: Page): Promise<string[]> {
  // While the list moves it lets every touch through.
  await page.locator('[role="log"] [style*="pointer-events: none"]').waitFor({ state: 'detached' })
  return page.evaluate((selector) => {
    const half = 21
    /** One chooses by the label of a button that is not seen itself. */
    const touched = [...document.querySelectorAll<HTMLElement>(selector)].map((target) => {
      const isChoice = target.matches('[type="radio"], [type="checkbox"]')
      return (isChoice && target.closest('label')) || target
    })
    return touched.flatMap((target) => {
      target.scrollIntoView({ block: 'center', behavior: 'instant' })
      const { display } = getComputedStyle(target)
      const { left, top, width, height } = target.getBoundingClientRect()
      const [x, y] = [left + width / 2, top + height / 2]
      const isHit = (across: number, down: number) => {
        const hit = document.elementFromPoint(x + across, y + down)
        return target.contains(hit) || hit?.closest('label')?.control === target
      }
      if (display === 'inline' || !isHit(0, 0)) return []
      const reach = (across: number, down: number) => {
        let far = 0
        while (far < 2 * half && isHit(across * (far + 1), down * (far + 1))) far++
        return far
      }
      const [wide, high] = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)]
      const name = target.ariaLabel ?? target.textContent
      return wide < 2 * half || high < 2 * half ? [`${target.tagName} ${name.slice(0, 40)} ${wide}×${high}`] : []
    })
  }, targets)
}

/** Fields in which a phone would enlarge the page: it does below 16 pixels. */
export async function smallFields(page: Page): Promise<string[]> {
  return page
    .locator('input:not([type="radio"], [type="checkbox"], [type="file"]):visible, textarea:visible, select:visible')
    .evaluateAll((fields) =>
      fields
        .filter((field) => Number.parseFloat(getComputedStyle(field).fontSize) < 16)
        .map((field) => `${field.ariaLabel ?? field.id} ${getComputedStyle(field).fontSize}`),
    )
}
