import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { composer, type House, openHouse } from './testing-pages.ts'

let front: Awaited<ReturnType<typeof openFront>>
let house: House
let ada: Person
let chatId: string
beforeAll(async () => {
  front = await openFront()
  house = await openHouse({ PUBLIC_URL: front.url })
  front.standBefore(house.app.url)
  ada = await house.app.person('ada')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [] })).chatId
  await ada.say(chatId, 'the first word')
})
afterEach(() => house.leave())
afterAll(async () => {
  front.close()
  await house.stop()
})

const notice = (page: Page) => page.locator('[data-sonner-toast]').getByText('There is a new version of Parley.')
const buildOf = (page: Page) => page.locator('html').getAttribute('data-build')

test('a new build is told of until that is answered, and the reload brings it with the draft still there', async () => {
  const page = await keepsTheApp()
  await composer(page).fill('half a sentence')
  await aNewBuildComes(page)
  await notice(page).waitFor()
  await staysFor(page, 7000)
  await page.getByRole('button', { name: 'Reload' }).click()
  await page.locator(`html[data-build="${front.build}"]`).waitFor()
  expect(await composer(page).inputValue()).toBe('half a sentence')
  expect(await page.evaluate(() => caches.keys())).toContain(`shell-${front.build}`)
})

test('who wants a new build later is left alone, and the page goes on as it is', async () => {
  const page = await keepsTheApp()
  const before = await buildOf(page)
  await aNewBuildComes(page)
  await page.getByRole('button', { name: 'Later' }).click()
  await notice(page).waitFor({ state: 'detached' })
  await composer(page).fill('said in the build of before')
  await composer(page).press('Enter')
  await page.getByRole('article').filter({ hasText: 'said in the build of before' }).waitFor()
  expect(await buildOf(page)).toBe(before)
})

/** A browser on its first visit, once it keeps the app. */
async function keepsTheApp() {
  const page = await house.enter(ada, '/', { serviceWorkers: 'allow' })
  await page.goto(`${front.url}/chats/${chatId}`)
  await page.getByText('the first word', { exact: true }).last().waitFor()
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated', undefined, {
    timeout: 15_000,
  })
  return page
}

async function aNewBuildComes(page: Page) {
  front.release()
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update())
}

async function staysFor(page: Page, milliseconds: number) {
  const until = Date.now() + milliseconds
  while (Date.now() < until) {
    expect(await notice(page).isVisible()).toBe(true)
    await page.waitForTimeout(250)
  }
}

/** A server before the app, whose builds differ by a name in the page and in what keeps it. */
async function openFront() {
  let number = 1
  let appUrl: URL
  const named = (source: string) =>
    source.replace(/shell-\w+/, `shell-${number}`).replace('<html', `<html data-build="${number}"`)
  const server = createServer((req, res) => {
    const isNamed = /^\/(?:worker\.js|chats\/.*)?$/.test(req.url ?? '')
    const headers = { ...req.headers, ...(isNamed && { 'accept-encoding': 'identity' }) }
    const onward = request(new URL(req.url ?? '/', appUrl), { method: req.method, headers }, (answer) => {
      const { 'content-length': _, ...others } = answer.headers
      res.writeHead(answer.statusCode ?? 500, isNamed ? others : answer.headers)
      if (isNamed) void text(answer).then((source) => res.end(named(source)))
      else answer.pipe(res)
    })
    onward.on('error', () => res.destroy())
    req.pipe(onward)
  })
  server.on('upgrade', (req, socket, head) => {
    const onward = connect(Number(appUrl.port), appUrl.hostname, () => {
      const lines = req.rawHeaders.map((word, index) => (index % 2 === 0 ? `${word}: ` : `${word}\r\n`))
      onward.write(`${req.method} ${req.url} HTTP/1.1\r\n${lines.join('')}\r\n`)
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    get build() {
      return String(number)
    },
    standBefore: (url: string) => void (appUrl = new URL(url)),
    release: () => void number++,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
