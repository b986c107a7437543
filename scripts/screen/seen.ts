import type { Page } from 'playwright-core'

/** Milliseconds from the Enter key in one browser to the frame that shows the message in another. */
export async function sendToSeen(from: Page, to: Page, count: number): Promise<number[]> {
  const composer = from.getByRole('textbox', { name: /^Message / })
  await composer.focus()
  await from.evaluate(() => {
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key === 'Enter') Object.assign(globalThis, { sentAt: performance.timeOrigin + performance.now() })
      },
      { capture: true },
    )
  })
  const times: number[] = []
  for (let number = 1; number <= count; number++) {
    const text = `From one screen to another, ${number} of ${count}.`
    const seen = to.evaluate(shownAt, text)
    seen.catch(() => undefined)
    await from.keyboard.insertText(text)
    await from.keyboard.press('Enter')
    const at = await seen
    times.push(at - (await from.evaluate(() => (globalThis as unknown as { sentAt: number }).sentAt)))
  }
  return times
}

/** In the page: when the frame is over in which the text came. */
function shownAt(text: string): Promise<number> {
  const log = document.querySelector('[role="log"]')!
  return new Promise((resolve) => {
    const look = () => {
      if (!log.textContent?.includes(text)) return false
      requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())))
      return true
    }
    if (look()) return
    const observer = new MutationObserver(() => look() && observer.disconnect())
    observer.observe(log, { childList: true, subtree: true, characterData: true })
  })
}
