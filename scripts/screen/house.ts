import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openBrowser } from '../../src/client/testing.ts'
import { fill } from '../bench/fill.ts'
import { query, startPostgres } from '../bench/postgres.ts'
import { startParley } from '../bench/servers.ts'
import { callerAt } from './scrolling.ts'

export type House = Awaited<ReturnType<typeof openHouse>>

/** The built app in a process of its own, with one group of so many messages, before a real browser. */
export async function openHouse(messages: number, ...browserArgs: string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-screen-'))
  mkdirSync(path.join(folder, 'postgres'), { recursive: true })
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  try {
    const postgres = await startPostgres(folder)
    stops.push(() => postgres.stop())
    const databaseUrl = await postgres.createDatabase('screen', false)
    const { chatId } = await fill(databaseUrl, { messages, chats: 1, users: 20, membersOfChat: 10 })
    const people = await query<{ id: string }>(databaseUrl, 'select user_id as id from members where read_number > 1')
    const server = await startParley(databaseUrl, folder)
    stops.push(() => server.stop())
    const browser = await openBrowser(...browserArgs)
    stops.push(() => browser.close())
    const url = `http://localhost:${server.port}`

    return {
      url,
      chatId,
      browser,
      /** Who is in the group. The secret of their sessions is their id. */
      tokens: people.map(({ id }) => id),

      /** With everything read: a chat with something new opens there, not at its end. */
      async enter(token: string, where = '') {
        const { chats } = callerAt(url, token)
        const { lastNumber } = await chats.get.query({ chatId })
        await chats.read.mutate({ chatId, number: lastNumber })
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
        await context.addCookies([{ name: 'parley', value: token, url, httpOnly: true, sameSite: 'Lax' }])
        // What runs these scripts names functions by a function that pages do not have.
        await context.addInitScript('globalThis.__name = (named) => named')
        const page = await context.newPage()
        await page.goto(`${url}/chats/${chatId}${where}`)
        await page.getByRole('log').getByRole('article').last().waitFor()
        return page
      },

      stop: () => stopAll(stops),
    }
  } catch (error) {
    await stopAll(stops)
    throw error
  }
}

async function stopAll(stops: (() => unknown)[]) {
  for (const stop of stops.splice(0).toReversed()) await stop()
}
