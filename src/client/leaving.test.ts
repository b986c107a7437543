import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chatLink, type House, openHouse } from './testing-pages.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

async function comeAsGuest() {
  const page = await house.visit()
  await page.getByRole('button', { name: 'Come as a guest' }).click()
  await page.getByText('You have no chats yet.').waitFor()
  const name = await page.evaluate(async () => {
    const answer = await (await fetch('/trpc/auth.me')).json()
    return answer.result.data.json.user.displayName as string
  })
  return { page, name }
}

test.concurrent('two guests whisper, and nothing of it is left when one of them leaves', async () => {
  const [one, other] = await Promise.all([comeAsGuest(), comeAsGuest()])
  await one.page.getByRole('link', { name: 'People' }).click()
  await one.page.getByRole('button', { name: `Talk to ${other.name} off the record` }).click()
  await one.page.getByText('Only the two of you see this').waitFor()
  await one.page.getByRole('textbox').fill('xyzzy, for your ears only')
  await one.page.keyboard.press('Enter')
  await other.page.getByRole('region', { name: 'Off the record' }).getByRole('link', { name: one.name }).click()
  await other.page.getByText('xyzzy, for your ears only').waitFor()
  await other.page.getByRole('textbox').fill('xyzzy to you')
  await other.page.keyboard.press('Enter')
  await one.page.getByText('xyzzy to you').waitFor()

  expect(await rowsWith('xyzzy')).toEqual([])
  await other.page.close()
  await one.page.getByText(`${other.name} has left. Nothing of it was kept.`).waitFor()
  await one.page.getByRole('button', { name: 'Close' }).click()
  await one.page.getByText('Nobody has said anything yet.').waitFor()
  expect(await keptInBrowser(one.page)).not.toContain('xyzzy')
  await one.page.goBack()
  await one.page.getByText('This conversation off the record has ended.').waitFor()
  expect(await one.page.content()).not.toContain('xyzzy')
})

/** The tables of the database in which the word stands. */
async function rowsWith(word: string) {
  const { db } = house.app
  const tables = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables where table_schema = 'public'`.execute(
    db,
  )
  const found: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql`select 1 from ${sql.table(name)} as rows where rows::text like ${`%${word}%`}`.execute(
      db,
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

function keptInBrowser(page: Page) {
  return page.evaluate(
    () => [localStorage, sessionStorage].map((kept) => JSON.stringify(kept)).join() + document.body.innerHTML,
  )
}

test.concurrent('presence appears, survives one of two devices, and leaves', async () => {
  const [ada, bob] = await Promise.all([house.app.person('ada'), house.app.person('bob')])
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await bob.say(chatId, 'hello')
  const adas = await house.enter(ada, `/chats/${chatId}`)
  const line = adas.getByRole('heading', { name: 'Bob' }).locator('xpath=../p')
  await line.getByText(`@${bob.username}`).waitFor()
  expect(await line.textContent()).not.toContain('online')
  const phone = await house.enter(bob)
  await line.getByText('online').waitFor()
  await chatLink(adas, /Bob is online/).waitFor()
  const desk = await house.enter(bob)
  await desk.getByText('Choose a chat.').waitFor()
  await phone.context().close()
  // Longer than the grace for a reload and the time between two looks.
  await adas.waitForTimeout(7500)
  expect(await line.textContent()).toContain('online')
  await desk.context().close()
  await line.getByText('last here').waitFor()
  expect(await chatLink(adas, /Bob/).textContent()).not.toContain('online')
})
