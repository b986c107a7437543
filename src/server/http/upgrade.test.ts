import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { apiAt, type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
let bob: Person
let silent: Socket[]
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  bob = await app.person('bob')
  silent = Array.from({ length: 200 }, (_, each) => {
    const socket = connect(app.port, '127.0.0.1').on('error', () => undefined)
    if (each % 2) socket.write('GET /trpc HTTP/1.1\r\nHost: local')
    return socket.resume()
  })
})
afterAll(() => app.stop())

type Knock = { path?: string; origin?: string; headers?: Record<string, string>; at?: TestApp }

/** Asks for a socket. Answers with the HTTP status, and the socket when there is one. */
async function knock({ path = '/trpc', origin, headers = {}, at = app }: Knock) {
  const options = { headers, ...(origin === undefined ? {} : { origin }) }
  const socket = new WebSocket(`ws://localhost:${at.port}${path}`, options)
  socket.on('error', () => undefined)
  const status = await Promise.race([
    once(socket, 'open').then(() => 101),
    once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number),
    sleep(5000).then(() => 0),
  ])
  if (status !== 101) socket.terminate()
  return { status, socket }
}

const cookieOf = ({ token }: Person) => ({ cookie: `parley=${token}` })
const bearerOf = ({ token }: Pick<Person, 'token'>) => ({ authorization: `Bearer ${token}` })
const statusOf = async (asked: Knock) => {
  const { status, socket } = await knock(asked)
  socket.terminate()
  return status
}

async function open(person: Pick<Person, 'token'>, at = app) {
  const { status, socket } = await knock({ headers: bearerOf(person), at })
  expect(status).toBe(101)
  return socket
}

/** Says something on a socket in tRPC's own words, and returns the answers to it. */
async function ask(socket: WebSocket, words: unknown, count = 1, ms = 2000) {
  const answers: Answer[] = []
  const enough = new Promise<void>((resolve) =>
    socket.on('message', (data: Buffer) => {
      const answer = data.toString()
      if (answer !== 'PONG' && answer !== 'PING') answers.push(JSON.parse(answer))
      if (answers.length >= count) resolve()
    }),
  )
  socket.send(typeof words === 'string' ? words : JSON.stringify(words))
  await Promise.race([enough, sleep(ms)])
  return answers
}
type Answer = {
  id: unknown
  result?: { type: string }
  error?: { json: { message: string; data: { reason: string; retryAfter: number | null } } }
}

const follow = (id: number | string) => ({
  id,
  method: 'subscription',
  params: { path: 'live.follow', input: { json: {} } },
})
const closeOf = async (socket: WebSocket, ms = 1000) =>
  Promise.race([
    once(socket, 'close').then(([code]) => code as number),
    sleep(ms).then(() => `still open after ${ms} ms`),
  ])

test('a page of ours gets a socket with its cookie, and a script with its token', async () => {
  expect(await statusOf({ origin: app.url, headers: cookieOf(ada) })).toBe(101)
  expect(await statusOf({ origin: `http://127.0.0.1:${app.port}`, headers: cookieOf(ada) })).toBe(101)
  expect(await statusOf({ headers: bearerOf(ada) })).toBe(101)
})

test('a page of another site gets 403, with a cookie and without', async () => {
  const origins = [
    'https://evil.example',
    'null',
    'file://',
    'http://localhost',
    `http://localhost:${app.port + 1}`,
    `https://localhost:${app.port}`,
    `http://localhost.evil.example:${app.port}`,
    `http://evil-localhost:${app.port}`,
    `http://localhost:${app.port}.evil.example`,
    `http://localhost:${app.port}@evil.example`,
    `http://localhost:${app.port}, https://evil.example`,
  ]
  for (const origin of origins) {
    expect({ origin, status: await statusOf({ origin, headers: cookieOf(ada) }) }).toEqual({ origin, status: 403 })
    expect(await statusOf({ origin, headers: bearerOf(ada) })).toBe(403)
    expect(await statusOf({ origin })).toBe(403)
  }
  expect(await statusOf({ headers: cookieOf(ada) })).toBe(403)
  expect(await statusOf({})).toBe(403)
})

test('without a living session there is 401 and no socket', async () => {
  const [expired, revoked, disabled] = [await app.person('bob'), await app.person('bob'), await app.person('bob')]
  await app.db
    .updateTable('sessions')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('userId', '=', expired.id)
    .execute()
  await revoked.auth.logout()
  await app.db.updateTable('users').set({ disabledAt: new Date() }).where('id', '=', disabled.id).execute()
  const before = app.sockets.count()
  expect(await statusOf({ origin: app.url })).toBe(401)
  expect(await statusOf({ headers: { authorization: 'Bearer nobody' } })).toBe(401)
  expect(await statusOf({ origin: app.url, headers: { cookie: 'parley=%' } })).toBe(401)
  for (const person of [expired, revoked, disabled]) {
    expect(await statusOf({ origin: app.url, headers: cookieOf(person) })).toBe(401)
    expect(await statusOf({ headers: bearerOf(person) })).toBe(401)
  }
  expect(app.sockets.count()).toBe(before)
})

test('on any other path there is 404, and a broken frame after it changes nothing', async () => {
  const paths = [
    '/',
    '/trpc/',
    '/trpc/live.follow',
    '//trpc',
    '//',
    '/TRPC',
    '/%74rpc',
    '/trpc;x',
    '/socket',
    '/health',
  ]
  for (const path of paths) {
    const stream = await shakeHands(path, ada)
    expect({ path, answer: stream.head.slice(0, 12) }).toEqual({ path, answer: 'HTTP/1.1 404' })
    stream.socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))
    await Promise.race([once(stream.socket, 'close'), sleep(500)])
    expect(stream.socket.destroyed).toBe(true)
  }
})

test('a handshake that is none is refused', async () => {
  const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n'
  const token = `Authorization: Bearer ${ada.token}\r\n`
  const requests = [
    `GET /trpc HTTP/1.1\r\nHost: localhost\r\n${upgrade}${token}\r\n`,
    `GET /trpc HTTP/1.1\r\nHost: localhost\r\n${upgrade}${token}Sec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    `GET /trpc HTTP/1.1\r\nHost: localhost\r\n${upgrade}${token}Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 99\r\n\r\n`,
    `POST /trpc HTTP/1.1\r\nHost: localhost\r\n${upgrade}${token}Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    `GET /trpc HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n${token}\r\n`,
    `GET http://[/trpc HTTP/1.1\r\nHost: localhost\r\n${upgrade}${token}\r\n`,
  ]
  for (const request of requests) {
    const socket = connect(app.port, '127.0.0.1').on('error', () => undefined)
    socket.write(request)
    const [answer] = await Promise.race([once(socket, 'data'), sleep(1000).then(() => [''])])
    expect({ request, answer: String(answer).slice(0, 10) }).toEqual({ request, answer: 'HTTP/1.1 4' })
    socket.destroy()
  }
})

test('a socket that announces parameters and sends none is served all the same', async () => {
  const { socket } = await knock({ path: '/trpc?connectionParams=1', headers: bearerOf(ada) })
  const answers = await ask(socket, follow(1))
  expect(answers[0]).toMatchObject({ id: 1, result: { type: 'started' } })
  socket.terminate()
})

test('a user has 10 sockets at most, also when 30 come at once; closing one frees a place', async () => {
  const eve = await app.person('eve')
  const knocks = await Promise.all(Array.from({ length: 30 }, () => knock({ headers: bearerOf(eve) })))
  const opened = knocks.filter(({ status }) => status === 101)
  expect(opened).toHaveLength(10)
  expect(new Set(knocks.map(({ status }) => status))).toEqual(new Set([101, 429]))
  expect(await statusOf({ headers: bearerOf(ada) })).toBe(101)
  opened[0]!.socket.close()
  await once(opened[0]!.socket, 'close')
  await sleep(50)
  const again = await knock({ headers: bearerOf(eve) })
  expect(again.status).toBe(101)
  for (const { socket } of [...opened, again]) socket.terminate()
})

test('an address has 50 sockets at most, whatever it says of other addresses', async () => {
  const logged: string[] = []
  const strict = await startTestApp({ LIMIT_FACTOR: '1', LOG_LEVEL: 'warn' }, undefined, {
    write: (line) => void logged.push(line),
  })
  const people = await Promise.all(Array.from({ length: 6 }, () => strict.person('eve')))
  const sockets: WebSocket[] = []
  for (let each = 0; each < 50; each++) {
    const headers = { ...bearerOf(people[Math.floor(each / 10)]!), 'x-forwarded-for': `198.51.100.${each}` }
    const { status, socket } = await knock({ headers, at: strict })
    expect(status).toBe(101)
    sockets.push(socket)
  }
  const last = { ...bearerOf(people[5]!), 'x-forwarded-for': '198.51.100.99', forwarded: 'for=198.51.100.99' }
  expect(await statusOf({ headers: last, at: strict })).toBe(429)
  const guess = (each: number) =>
    apiAt(strict.url, { 'x-forwarded-for': `198.51.100.${each}` }).auth.login({
      username: people[0]!.username,
      password: 'a guess',
    })
  for (let time = 1; time <= 5; time++)
    await expect(guess(time)).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(guess(6)).rejects.toMatchObject({ data: { reason: 'TOO_MANY_REQUESTS' } })
  expect(logged.filter((line) => line.includes('Set TRUSTED_PROXIES'))).toHaveLength(1)
  sockets[0]!.terminate()
  await sleep(100)
  expect(await statusOf({ headers: last, at: strict })).toBe(101)
  for (const socket of sockets) socket.terminate()
  await strict.stop()
})

test('behind a proxy the address that the proxy saw counts, not what the client put before it', async () => {
  const behind = await startTestApp({ TRUSTED_PROXIES: '1' })
  const person = await behind.person('bob')
  const guess = (forwarded: string) =>
    apiAt(behind.url, { 'x-forwarded-for': forwarded }).auth.login({ username: person.username, password: 'a guess' })
  for (let time = 1; time <= 5; time++)
    await expect(guess(`10.0.0.${time}, 192.0.2.1`)).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(guess('10.0.0.9, 192.0.2.1')).rejects.toMatchObject({ data: { reason: 'TOO_MANY_REQUESTS' } })
  await expect(guess('192.0.2.1, 192.0.2.2')).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(guess('192.0.2.2:4711')).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(guess('x'.repeat(4000))).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  for (let time = 1; time <= 5; time++)
    await expect(guess(`2001:db8:7::${time}`)).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(guess('2001:db8:7:0:a:b:c:d')).rejects.toMatchObject({ data: { reason: 'TOO_MANY_REQUESTS' } })
  await expect(guess('2001:db8:7:1::1')).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await behind.stop()
})

test('a frame of 64 KB is read, one byte more closes the socket, and a claim of much more at once', async () => {
  const whole = await open(ada)
  expect(await ask(whole, ' '.repeat(64 * 1024))).toHaveLength(1)
  whole.send(' '.repeat(64 * 1024 + 1))
  expect(await closeOf(whole)).toBe(1009)
  const { socket } = await shakeHands('/trpc', ada)
  const claim = Buffer.alloc(14)
  claim.set([0x81, 0xff])
  claim.writeBigUInt64BE(200n * 1024n * 1024n, 2)
  socket.write(claim)
  const [answer] = await once(socket, 'data')
  expect((answer as Buffer).readUInt16BE(2)).toBe(1009)
  socket.destroy()
})

test('whoever sends 61 frames in a second is closed, and others are served meanwhile', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  for (const send of [(socket: WebSocket) => socket.send('PING'), (socket: WebSocket) => socket.ping()]) {
    const socket = await open(ada)
    await sleep(1010 - (Date.now() % 1000))
    for (let frame = 1; frame <= 60; frame++) send(socket)
    await sleep(100)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    send(socket)
    expect(await closeOf(socket)).toBe(4429)
  }
  await ada.say(chatId, 'still here')
  await following.until(() => following.messages(chatId).some(({ text }) => text === 'still here'))
  await following.stop()
})

test('after too many frames nothing more is done for the socket', async () => {
  const { socket } = await shakeHands('/trpc', ada)
  const before = app.hub.count().followers
  let followers = before
  const watch = setInterval(() => (followers = Math.max(followers, app.hub.count().followers)), 1)
  await sleep(1010 - (Date.now() % 1000))
  const pings = Array.from({ length: 70 }, () => frame(0x1, Buffer.from('PING')))
  const follows = Array.from({ length: 4 }, (_, each) => frame(0x1, Buffer.from(JSON.stringify(follow(each)))))
  socket.write(Buffer.concat([...pings, ...follows]))
  await sleep(300)
  clearInterval(watch)
  expect(followers).toBe(before)
  socket.destroy()
})

test('whoever does not read what he is sent is not read either, so that nothing piles up', async () => {
  const eve = await app.person('eve')
  const { socket } = await shakeHands('/trpc', eve)
  socket.pause()
  const own = app.sockets.all().at(-1)!
  const call = { method: 'subscription', params: { path: 'x'.repeat(6000), input: { json: {} } } }
  const batch = frame(0x1, said(Array.from({ length: 10 }, (_, id) => ({ id, ...call }))))
  let most = 0
  for (let round = 0; round < 80; round++) {
    for (let each = 0; each < 2; each++) socket.write(batch)
    await sleep(40)
    most = Math.max(most, own.bufferedAmount)
  }
  expect(own.readyState).toBe(WebSocket.OPEN)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(512 * 1024)
  expect(own.isPaused).toBe(true)
  socket.resume()
  expect(await soon(() => !own.isPaused)).toBe(true)
  socket.destroy()
})

test('the socket carries subscriptions only', async () => {
  const socket = await open(ada)
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  const calls = [
    { method: 'mutation', params: { path: 'live.typing', input: { json: { chatId } } } },
    { method: 'mutation', params: { path: 'live.look', input: { json: { chatId: null, connectionId: ada.id } } } },
    { method: 'mutation', params: { path: 'auth.logout', input: { json: {} } } },
    { method: 'mutation', params: { path: 'messages.send', input: { json: { chatId, id: ada.id, text: 'x' } } } },
    { method: 'query', params: { path: 'chats.list', input: { json: {} } } },
    { method: 'query', params: { path: 'live.follow', input: { json: {} } } },
    { method: 'mutation', params: { path: 'live.follow', input: { json: {} } } },
    { method: 'subscription', params: { path: 'auth.logout', input: { json: {} } } },
    { method: 'subscription', params: { path: 'live.typing', input: { json: { chatId } } } },
    { method: 'subscription', params: { path: '__proto__', input: { json: {} } } },
  ]
  for (const [id, call] of calls.entries()) {
    const [answer] = await ask(socket, { id, ...call })
    expect({ call, reason: answer?.error?.json.data.reason }).toEqual({ call, reason: 'NO_SUCH_PROCEDURE' })
  }
  expect(await ada.auth.me()).not.toBe(null)
  socket.terminate()
})

test('a socket has 4 subscriptions at most, also when all are asked for in one frame', async () => {
  const socket = await open(ada)
  const before = app.hub.count().followers
  const answers = await ask(
    socket,
    Array.from({ length: 10 }, (_, id) => follow(id)),
    100,
    300,
  )
  expect(app.hub.count().followers - before).toBe(4)
  const refused = answers.filter(({ error }) => error)
  expect(refused).toHaveLength(6)
  for (const { error } of refused)
    expect(error?.json.data).toMatchObject({ reason: 'TOO_MANY_REQUESTS', retryAfter: 1 })
  const started = answers.find(({ result }) => result?.type === 'data')!
  await ask(socket, { id: started.id, method: 'subscription.stop' }, 1, 200)
  expect(app.hub.count().followers - before).toBe(3)
  await ask(socket, follow('again'), 2, 300)
  expect(app.hub.count().followers - before).toBe(4)
  socket.terminate()
  expect(await soon(() => app.hub.count().followers === before)).toBe(true)
})

test('a batch of 11 is refused as a whole, and every call in it is answered', async () => {
  const socket = await open(ada)
  const before = app.hub.count().followers
  const answers = await ask(
    socket,
    Array.from({ length: 11 }, (_, id) => follow(id)),
    11,
  )
  expect(answers.map(({ error }) => error?.json.data.reason)).toEqual(Array(11).fill('INVALID_INPUT'))
  expect(app.hub.count().followers).toBe(before)
  socket.terminate()
})

test('logging out, ending the session, a new password, deleting and disabling the user close the sockets at once', async () => {
  const endings: ((person: Person, elsewhere: Person['api']) => Promise<unknown>)[] = [
    (person) => person.auth.logout(),
    (person) => person.auth.logoutEverywhere(),
    (_person, elsewhere) => elsewhere.auth.logoutEverywhere({ keepThis: true }),
    async (person, elsewhere) => elsewhere.auth.endSession({ id: (await person.auth.me())!.session.id }),
    (person, elsewhere) =>
      elsewhere.auth.changePassword({ oldPassword: person.password, newPassword: 'another long password' }),
    (person, elsewhere) => elsewhere.auth.deleteAccount({ password: person.password }),
    (person) => ada.api.admin.disable({ userId: person.id }),
  ]
  for (const end of endings) {
    const person = await app.person('bob')
    const { username, password } = person
    const { token } = await apiAt(app.url).auth.login({ username, password, as: 'token' })
    const [idle, following] = [await open(person), await open(person)]
    await ask(following, follow(1))
    const closes = [closeOf(idle), closeOf(following)]
    await end(person, apiAt(app.url, { authorization: `Bearer ${token}` }))
    expect(await Promise.all(closes)).toEqual([4401, 4401])
    expect(await statusOf({ headers: bearerOf(person) })).toBe(401)
  }
})

test('the other sessions of a user keep their sockets', async () => {
  const person = await app.person('bob')
  const { token = '' } = await apiAt(app.url).auth.login({ ...credentials(person), as: 'token' })
  const other = await open({ token })
  await person.auth.logout()
  await sleep(100)
  expect(other.readyState).toBe(WebSocket.OPEN)
  other.terminate()
})

test('a session that ends while its socket is being opened leaves no socket open', async () => {
  for (let round = 0; round < 25; round++) {
    const { token = '' } = await apiAt(app.url).auth.login({ ...credentials(bob), as: 'token' })
    const knocking = [0, 1, 2, 3].map(() => knock({ headers: bearerOf({ token }) }))
    await sleep(round / 5)
    await apiAt(app.url, bearerOf({ token })).auth.logout()
    const opened = (await Promise.all(knocking)).flatMap(({ status, socket }) => (status === 101 ? [socket] : []))
    expect(await soon(() => opened.every(({ readyState }) => readyState === WebSocket.CLOSED), 500)).toBe(true)
  }
})

test('a session that ended in another process loses its sockets at the next check', async () => {
  const other = await startTestApp({}, app.databaseUrl)
  const endings: ((person: Person) => Promise<unknown>)[] = [
    (person) => apiAt(other.url, bearerOf(person)).auth.logout(),
    (person) =>
      app.db
        .updateTable('sessions')
        .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
        .where('userId', '=', person.id)
        .execute(),
    (person) => app.db.updateTable('users').set({ disabledAt: new Date() }).where('id', '=', person.id).execute(),
  ]
  for (const end of endings) {
    const person = await app.person('bob')
    const [socket, alive] = [await open(person), await open(ada)]
    await end(person)
    await app.sockets.check()
    expect(await closeOf(socket)).toBe(4401)
    expect(alive.readyState).toBe(WebSocket.OPEN)
    alive.terminate()
  }
  await other.stop()
})

test('a socket ends with the absolute end of its session', async () => {
  const person = await app.person('bob')
  await app.db
    .updateTable('sessions')
    .set({ endsAt: sql<Date>`now() + interval '1 second'` })
    .where('userId', '=', person.id)
    .execute()
  expect(await closeOf(await open(person), 3000)).toBe(4401)
})

test('nothing is left of subscriptions that were stopped, closed or cut off', async () => {
  const before = app.hub.count()
  const endings: ((socket: WebSocket) => void)[] = [
    (socket) => socket.send(JSON.stringify({ id: 1, method: 'subscription.stop' })),
    (socket) => socket.close(),
    (socket) => socket.terminate(),
  ]
  for (const end of endings)
    for (const wait of [0, 1, 5, 40]) {
      const sockets = await Promise.all(Array.from({ length: 8 }, () => open(ada)))
      for (const socket of sockets) socket.send(JSON.stringify(follow(1)))
      if (wait > 0) await sleep(wait)
      for (const socket of sockets) end(socket)
      expect(await soon(() => app.hub.count().followers === before.followers)).toBe(true)
      for (const socket of sockets) socket.terminate()
      expect(await soon(() => app.sockets.count() === 0)).toBe(true)
    }
  expect(app.hub.count().topics).toBe(before.topics)
})

test('1,000 broken frames end nobody but whoever sent them', async () => {
  const eve = await app.person('eve')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  const random = seeded(20_261_121)
  let streams: Socket[] = []
  for (let round = 0; round < 1000; round++) {
    streams = streams.filter((stream) => !stream.destroyed)
    if (streams.length < 5) {
      const { head, socket } = await shakeHands('/trpc', eve)
      if (head.startsWith('HTTP/1.1 101')) streams.push(socket)
      else socket.destroy()
    }
    const stream = streams[Math.floor(random() * streams.length)]
    stream?.write(brokenFrame(random))
    if (random() < 0.02) stream?.destroy()
    if (round % 10 === 0) await sleep(1)
  }
  await ada.say(chatId, 'still here')
  await following.until(() => following.messages(chatId).some(({ text }) => text === 'still here'))
  for (const stream of streams) stream.destroy()
  await following.stop()
  expect(await soon(() => app.hub.count().followers === 0 && app.sockets.count() === 0)).toBe(true)
})

test('whoever connects and says nothing, or not enough, is gone after some seconds', async () => {
  expect(await soon(() => silent.every(({ destroyed }) => destroyed), 10_000)).toBe(true)
  expect(await statusOf({ headers: bearerOf(ada) })).toBe(101)
}, 15_000)

const key = 'dGhlIHNhbXBsZSBub25jZQ=='

/** A socket without a library, for frames that no library would send. */
async function shakeHands(path: string, person: Person) {
  const socket = connect(app.port, '127.0.0.1').on('error', () => undefined)
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\nAuthorization: Bearer ${person.token}\r\n\r\n`,
  )
  const [head] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])
  return { socket: socket.resume(), head: String(head) }
}

function frame(opcode: number, payload: Buffer, { first = 0x80, mask = true } = {}): Buffer {
  const length = payload.length
  const size = length < 126 ? [length] : [126, length >> 8, length & 0xff]
  const head = Buffer.from([first | opcode, (mask ? 0x80 : 0) | size[0]!, ...size.slice(1)])
  return Buffer.concat([head, ...(mask ? [Buffer.alloc(4)] : []), payload])
}

function brokenFrame(random: () => number): Buffer {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const bytes = (most: number) => Buffer.from(Array.from({ length: Math.floor(random() * most) }, () => random() * 256))
  const broken: (() => Buffer)[] = [
    () => bytes(40),
    () => frame(pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), bytes(20)),
    () => frame(1, bytes(20), { first: pick([0x90, 0xa0, 0xc0, 0xf0]) }),
    () => frame(1, said('unmasked'), { mask: false }),
    () => frame(1, Buffer.from([0xc3, 0x28, 0xf0, 0x9f, 0xff])),
    () => frame(0, said('goes on from nothing')),
    () => frame(1, said('begins and never ends'), { first: 0 }),
    () => frame(9, bytes(200), { first: pick([0, 0x80]) }),
    () => frame(8, pick([Buffer.from([3]), Buffer.from([3, 0xe7]), Buffer.from([3, 0xed]), bytes(130)])),
    () => Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    () => frame(2, said(follow(1))),
    () => frame(1, said(pick(brokenWords))),
    () => frame(1, said(pick(brokenWords))),
    () => frame(1, said({ ...follow(pick([1, 2, 3])), method: pick(['subscription', 'subscription.stop', 'query']) })),
  ]
  return pick(broken)()
}

const said = (words: unknown) => Buffer.from(typeof words === 'string' ? words : JSON.stringify(words))

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
const brokenWords: unknown[] = [
  '',
  '{',
  'null',
  '5',
  '"text"',
  '[]',
  '[null]',
  '[[]]',
  deep,
  `{"id":1,"method":"subscription","params":{"path":"live.follow","input":${deep}}}`,
  'PONG',
  { id: null, method: 'subscription', params: { path: 'live.follow' } },
  { id: {}, method: 'subscription', params: { path: 'live.follow' } },
  { id: [1], method: 'subscription.stop' },
  { id: 1 },
  { method: 'subscription' },
  { id: 1, method: 'constructor', params: { path: 'live.follow' } },
  { id: 1, method: 'subscription', params: null },
  { id: 1, method: 'subscription', params: { path: 5 } },
  { id: 1, method: 'subscription', params: { path: '__proto__.toString' } },
  { id: 1, method: 'subscription', params: { path: 'live.nothing' } },
  { id: 1, method: 'subscription', params: { path: 'live.follow', input: { json: { extra: 1 } } } },
  { id: 1, method: 'subscription', params: { path: 'live.follow', input: 'text' } },
  { id: 1, method: 'subscription', params: { path: 'live.follow', lastEventId: {} } },
  { id: 1, method: 'subscription', params: { path: 'live.follow', input: { json: {}, meta: { values: 5 } } } },
  { id: 1e308, method: 'subscription', params: { path: 'live.follow' } },
  { id: 'x'.repeat(60_000), method: 'subscription', params: { path: 'live.nothing' } },
  { method: 'connectionParams', data: { token: 'x' } },
  Array.from({ length: 11 }, () => null),
  Array.from({ length: 10 }, () => ({ id: 1, method: 'subscription', params: { path: 'live.follow' } })),
]

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function credentials({ username, password }: Person) {
  return { username, password }
}

/** Whether it comes true in time. */
async function soon(isTrue: () => boolean, ms = 2000): Promise<boolean> {
  const deadline = Date.now() + ms
  while (!isTrue() && Date.now() < deadline) await sleep(5)
  return isTrue()
}
