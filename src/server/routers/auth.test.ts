import { randomInt } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Language } from '../../schemas.ts'
import { browserAt } from '../testing-browser.ts'
import { apiAt, type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
beforeAll(async () => {
  app = await startTestApp({ TRUSTED_PROXIES: '1' })
  ada = await app.person('ada')
})
afterAll(() => app.stop())

const unique = (name: string) => `${name}${randomInt(1e9)}`
const password = 'a long password'
const wrong = { data: { reason: 'WRONG_PASSWORD', httpStatus: 401 } }
const tooOften = { data: { reason: 'TOO_MANY_REQUESTS', httpStatus: 429 } }
const notSignedIn = { data: { reason: 'NOT_SIGNED_IN', httpStatus: 401 } }

/** Somebody at a network address of his own. */
const from = (address: string, { url } = app) => apiAt(url, { 'x-forwarded-for': address })
const withToken = (token: string | undefined, { url } = app) => apiAt(url, { authorization: `Bearer ${token}` })
const signIn = async ({ username, password }: { username: string; password: string }) =>
  withToken((await apiAt(app.url).auth.login({ username, password, as: 'token' })).token)

async function registered(browser = browserAt(app.url)) {
  const username = unique('ada')
  const { output } = await browser.post('auth.register', { username, password })
  return { browser, username, user: (output as { user: { id: string } }).user }
}

test('who registers is signed in by a cookie that no script can read', async () => {
  const browser = browserAt(app.url)
  const { status, cookies, text, output } = await browser.post('auth.register', { username: unique('ada'), password })
  expect(status).toBe(200)
  expect(cookies).toHaveLength(1)
  const [pair = '', ...flags] = cookies[0]!.split('; ')
  expect(flags.toSorted()).toEqual(['HttpOnly', `Max-Age=${30 * 86_400}`, 'Path=/', 'SameSite=Lax'])
  expect(output).not.toHaveProperty('token')
  expect(text).not.toContain(pair.split('=')[1])
  expect((await browser.get('auth.me')).output).toMatchObject({ user: { kind: 'person' } })
})

test('behind https the cookie is for this host and for https only', async () => {
  const origin = 'https://chat.example.org'
  const secure = await startTestApp({ PUBLIC_URL: origin })
  const browser = browserAt(secure.url, { origin })
  const { cookies, headers } = await browser.post('auth.guest')
  const [pair, ...flags] = cookies[0]!.split('; ')
  expect(pair).toMatch(/^__Host-parley=\w+$/)
  expect(flags.toSorted()).toEqual(['HttpOnly', `Max-Age=${30 * 86_400}`, 'Path=/', 'SameSite=Lax', 'Secure'])
  expect(headers.get('strict-transport-security')).toContain('max-age=')
  expect((await browser.get('auth.me')).output).toMatchObject({ user: { kind: 'guest' } })
  expect((await browser.post('auth.logout')).cookies[0]).toMatch(/^__Host-parley=; .*Secure/)
  await secure.stop()
})

test('a script gets a token and no cookie', async () => {
  const browser = browserAt(app.url)
  const { cookies, output } = await browser.post('auth.register', { username: unique('ada'), password, as: 'token' })
  expect(cookies).toEqual([])
  const { token } = output as { token: string }
  expect(await withToken(token).auth.me()).toMatchObject({ user: { kind: 'person' } })
})

test('who is not signed in is nobody, and may do nothing that needs somebody', async () => {
  const nobody = apiAt(app.url)
  expect(await nobody.auth.me()).toBe(null)
  for (const token of ['', 'x', 'Bearer', '0'.repeat(40), 'é%00'])
    expect(await withToken(encodeURIComponent(token)).auth.me()).toBe(null)
  const calls = [
    () => nobody.auth.logout(),
    () => nobody.auth.logoutEverywhere(),
    () => nobody.auth.sessions(),
    () => nobody.auth.endSession({ id: ada.id }),
    () => nobody.auth.changePassword({ oldPassword: password, newPassword: password }),
    () => nobody.auth.upgrade({ username: unique('eve'), password }),
  ]
  for (const call of calls) await expect(call()).rejects.toMatchObject(notSignedIn)
})

test('a broken cookie, of ours or of another app on this host, is no cookie', async () => {
  for (const cookie of ['parley=%', 'parley=%E0%A4%A', '%=1', 'other=100%', ';;;', '=', 'parley', 'parley=a=b']) {
    const { status, output } = await browserAt(app.url, { cookie }).get('auth.me')
    expect({ cookie, status, output }).toEqual({ cookie, status: 200, output: null })
  }
  const { browser } = await registered()
  const { output } = await browserAt(app.url, { cookie: `theme=100%; ${browser.cookie()};other=a=b` }).get('auth.me')
  expect(output).toMatchObject({ user: { kind: 'person' } })
})

test('the word Bearer may be written in any case', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER'])
    expect(await apiAt(app.url, { authorization: `${scheme} ${ada.token}` }).auth.me()).toMatchObject({
      user: { id: ada.id },
    })
})

test('a user sees nothing of himself that would sign somebody in', async () => {
  const me = await ada.auth.me()
  const secrets = Object.keys(me?.user ?? {}).filter((name) => /password|hash|secret|token/i.test(name))
  expect(secrets).toEqual([])
  expect(JSON.stringify([me, await ada.auth.sessions()])).not.toContain(ada.token)
})

test('a username is taken in every case of its letters, also by 20 who come at once', async () => {
  const username = unique('ada')
  const attempts = Array.from({ length: 20 }, (_, each) =>
    apiAt(app.url).auth.register({
      username: each % 2 ? username : username.toUpperCase(),
      password,
    }),
  )
  const outcomes = await Promise.allSettled(attempts)
  const taken = {
    message: 'That username is taken.',
    data: { reason: 'USERNAME_TAKEN', httpStatus: 409, fields: { username: 'That username is taken.' } },
  }
  expect(faultsOf(outcomes)).toMatchObject(Array.from({ length: 19 }, () => taken))
})

test('an e-mail address belongs to one user, in every case of its letters', async () => {
  const email = `${unique('ada')}@example.org`
  await apiAt(app.url).auth.register({ username: unique('ada'), password, email })
  await expect(
    apiAt(app.url).auth.register({ username: unique('eve'), password, email: email.toUpperCase() }),
  ).rejects.toMatchObject({ data: { reason: 'EMAIL_TAKEN', fields: { email: 'That e-mail address is in use.' } } })
})

test('a user signs in by username or e-mail address, in any case and with spaces round it', async () => {
  const username = unique('Ada')
  const email = `${username}@Example.org`
  const { user } = await apiAt(app.url).auth.register({ username, password, email })
  for (const typed of [username, username.toUpperCase(), ` ${username} `, email, email.toLowerCase(), ` ${email}`])
    expect(await apiAt(app.url).auth.login({ username: typed, password })).toMatchObject({ user: { id: user.id } })
})

test('an unknown name, a wrong password, a guest and a disabled user get one answer', async () => {
  const disabled = await app.person('bob')
  await app.db.updateTable('users').set({ disabledAt: new Date() }).where('id', '=', disabled.id).execute()
  const { user: guest } = await apiAt(app.url).auth.guest({ as: 'token' })
  const answers = await Promise.all(
    [
      { username: unique('nobody'), password },
      { username: ada.username, password },
      { username: guest.username, password },
      { username: disabled.username, password: disabled.password },
      { username: `${unique('nobody')}@example.org`, password },
      { username: 'x'.repeat(254), password: 'x' },
      { username: 'é'.repeat(254), password: '\u{1F511}' },
    ].map((input) => browserAt(app.url).post('auth.login', input)),
  )
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]).toMatchObject({ status: 401, cookies: [] })
})

test('an unknown name takes as long as a wrong password', async () => {
  const times = { unknown: [] as number[], known: [] as number[] }
  for (let round = 0; round < 12; round++) {
    const person = round % 4 === 0 ? await app.person('bob') : ada
    for (const kind of ['unknown', 'known'] as const) {
      const username = kind === 'known' ? person.username : unique('nobody')
      const began = performance.now()
      await from(`198.51.100.${round}`)
        .auth.login({ username, password: 'not this one' })
        .catch(() => undefined)
      times[kind].push(performance.now() - began)
    }
  }
  const ratio = middle(times.unknown) / middle(times.known)
  expect(ratio).toBeGreaterThan(0.5)
  expect(ratio).toBeLessThan(2)
})

test('the sixth failure for a user from one address has to wait, and nobody else has', async () => {
  const strict = await startTestApp({ TRUSTED_PROXIES: '1', LIMIT_FACTOR: '1' })
  const [bob, eve] = [await strict.person('bob'), await strict.person('eve')]
  const guess = () => from('192.0.2.1', strict).auth.login({ username: bob.username, password: 'a guess' })
  for (let time = 1; time <= 5; time++) await expect(guess()).rejects.toMatchObject(wrong)
  const refused = await guess().catch((error: unknown) => error)
  expect(refused).toMatchObject(tooOften)
  expect((refused as { data: { retryAfter: number } }).data.retryAfter).toBeGreaterThan(60)
  expect((refused as { data: { retryAfter: number } }).data.retryAfter).toBeLessThanOrEqual(900)
  const again = (person: Person, address: string) => from(address, strict).auth.login(credentials(person))
  await expect(again(bob, '192.0.2.1')).rejects.toMatchObject(tooOften)
  expect(await again(eve, '192.0.2.1')).toMatchObject({ user: { id: eve.id } })
  expect(await again(bob, '192.0.2.2')).toMatchObject({ user: { id: bob.id } })
  await strict.stop()
})

test('of 100 guesses at once at most 5 are looked at, and others at that address can still sign in', async () => {
  const strict = await startTestApp({ TRUSTED_PROXIES: '1', LIMIT_FACTOR: '1' })
  const [bob, eve] = [await strict.person('bob'), await strict.person('eve')]
  const guesses = Array.from({ length: 100 }, (_, each) =>
    from('192.0.2.1', strict).auth.login({ username: bob.username, password: `guess ${each}` }),
  )
  const reasons = (await Promise.allSettled(guesses)).map((guess) =>
    guess.status === 'rejected' ? guess.reason.data.reason : 'let in',
  )
  expect(reasons.filter((reason) => reason === 'WRONG_PASSWORD').length).toBeLessThanOrEqual(5)
  expect(new Set(reasons)).toEqual(new Set(['WRONG_PASSWORD', 'TOO_MANY_REQUESTS']))
  expect(await from('192.0.2.1', strict).auth.login(credentials(eve))).toMatchObject({ user: { id: eve.id } })
  await strict.stop()
})

test('one address has 20 failures, whatever the names', async () => {
  const strict = await startTestApp({ TRUSTED_PROXIES: '1', LIMIT_FACTOR: '1' })
  const guess = (address: string) => from(address, strict).auth.login({ username: unique('nobody'), password })
  for (let time = 1; time <= 20; time++) await expect(guess('192.0.2.1')).rejects.toMatchObject(wrong)
  await expect(guess('192.0.2.1')).rejects.toMatchObject(tooOften)
  await expect(guess('192.0.2.2')).rejects.toMatchObject(wrong)
  await strict.stop()
})

test('failures count in all processes on one database together', async () => {
  const other = await startTestApp({ TRUSTED_PROXIES: '1' }, app.databaseUrl)
  const bob = await app.person('bob')
  const guess = (each: number) =>
    from('192.0.2.3', each % 2 ? app : other).auth.login({ username: bob.username, password: 'a guess' })
  for (let time = 1; time <= 5; time++) await expect(guess(time)).rejects.toMatchObject(wrong)
  await expect(guess(6)).rejects.toMatchObject(tooOften)
  await expect(guess(7)).rejects.toMatchObject(tooOften)
  await other.stop()
})

test('what failed for another reason than the password is not counted', async () => {
  for (let time = 1; time <= 6; time++) await expect(attempt(busy)).rejects.toThrow('The server is busy')
  expect(await attempt(() => Promise.resolve(true))).toBe(true)
})

const busy = () => Promise.reject(new Error('The server is busy'))
const attempt = (outcome: () => Promise<boolean>) =>
  app.throttle.login(ada.id, '192.0.2.6', () => Promise.resolve(true), outcome)

test('the right password forgives the failures before it', async () => {
  const bob = await app.person('bob')
  const guess = () => from('192.0.2.4').auth.login({ username: bob.username, password: 'a guess' })
  for (let round = 1; round <= 2; round++) {
    for (let time = 1; time <= 4; time++) await expect(guess()).rejects.toMatchObject(wrong)
    await from('192.0.2.4').auth.login(credentials(bob))
  }
})

test('an attack from many addresses does not lock the owner out of the address that he signed in from', async () => {
  const bob = await app.person('bob')
  await from('192.0.2.5').auth.login(credentials(bob))
  for (let network = 0; network < 21; network++) {
    const guesses = Array.from({ length: 5 }, () =>
      from(`203.0.113.${network}`).auth.login({ username: bob.username, password: 'a guess' }),
    )
    await Promise.allSettled(guesses)
  }
  await expect(from('203.0.113.200').auth.login(credentials(bob))).rejects.toMatchObject(tooOften)
  expect(await from('192.0.2.5').auth.login(credentials(bob))).toMatchObject({ user: { id: bob.id } })
})

test('the old password is guessed no more often than at the door', async () => {
  const bob = await app.person('bob')
  const guess = () => bob.auth.changePassword({ oldPassword: 'a guess', newPassword: password })
  for (let time = 1; time <= 5; time++) await expect(guess()).rejects.toMatchObject(wrong)
  await expect(guess()).rejects.toMatchObject(tooOften)
})

test('one address brings only so many newcomers, guests and users together', async () => {
  const strict = await startTestApp({ TRUSTED_PROXIES: '1', LIMIT_FACTOR: '0.05' })
  const come = (each: number, address: string) =>
    each % 2
      ? from(address, strict).auth.guest()
      : from(address, strict).auth.register({ username: unique('ada'), password })
  for (let each = 1; each <= 5; each++) await come(each, '192.0.2.1')
  for (const each of [6, 7]) await expect(come(each, '192.0.2.1')).rejects.toMatchObject(tooOften)
  expect(await come(8, '192.0.2.2')).toMatchObject({ user: { kind: 'person' } })
  await strict.stop()
})

test('a page that calls as somebody else than who has the session calls as nobody', async () => {
  const bob = await app.person('bob')
  const as = (user: { id: string }) => apiAt(app.url, { authorization: `Bearer ${ada.token}`, 'parley-user': user.id })
  expect(await as(ada).auth.me()).toMatchObject({ user: { id: ada.id } })
  expect(await as(bob).auth.me()).toBe(null)
  await expect(as(bob).groups.create({ title: 'Engines', userIds: [] })).rejects.toMatchObject(notSignedIn)
  await expect(as(bob).auth.logout({})).rejects.toMatchObject(notSignedIn)
  expect(await as(ada).chats.list()).toEqual(expect.any(Array))
})

test('signing in ends the session that was planted in the browser, with its sockets', async () => {
  const eve = await app.person('eve')
  const following = await eve.follow()
  const browser = browserAt(app.url, { cookie: `parley=${eve.token}` })
  const { cookies, output } = await browser.post('auth.login', credentials(ada))
  expect(output).toMatchObject({ user: { id: ada.id } })
  expect(cookies.at(-1)).not.toContain(eve.token)
  expect(await eve.auth.me()).toBe(null)
  await following.until(() => following.closes.length > 0, 'the end of the planted socket', 1000)
  expect(following.closes).toEqual([{ code: 4401 }])
})

test('every sign-in makes a session and a secret of its own, of 160 random bits or more', async () => {
  const tokens: (string | undefined)[] = []
  for (let time = 1; time <= 10; time++)
    tokens.push((await apiAt(app.url).auth.login({ ...credentials(ada), as: 'token' })).token)
  expect(new Set(tokens).size).toBe(10)
  for (const token of tokens) expect(token).toMatch(/^[a-z2-7]{32,}$/)
})

test('no value in the table of sessions signs anybody in', async () => {
  const { browser } = await registered()
  const rows = await app.db.selectFrom('sessions').selectAll().execute()
  const values = rows.flatMap((row) => Object.values(row)).flatMap(spellings)
  expect(values.length).toBeGreaterThan(10)
  expect(values).not.toContain(ada.token)
  expect(values).not.toContain(browser.cookie()?.split('=')[1])
  const some = [...new Set(values)].slice(-40)
  for (const value of some) {
    expect(await withToken(encodeURIComponent(value)).auth.me()).toBe(null)
    const cookie = `parley=${encodeURIComponent(value)}`
    expect((await browserAt(app.url, { cookie }).get('auth.me')).output).toBe(null)
  }
})

test('a session that nobody used for its idle lifetime has ended', async () => {
  const { browser, user } = await registered()
  await app.db
    .updateTable('sessions')
    .set({ expiresAt: sql<Date>`now() - interval '1 second'` })
    .where('userId', '=', user.id)
    .execute()
  expect((await browser.get('auth.me')).output).toBe(null)
  expect((await browser.get('chats.list')).error).toMatchObject(notSignedIn)
  const left = await app.db.selectFrom('sessions').select('id').where('userId', '=', user.id).execute()
  expect(left).toEqual([])
})

test('sessions that have ended are cleared away, and no others', async () => {
  const [idle, old, alive] = [await app.person('bob'), await app.person('bob'), await app.person('bob')]
  const past = sql<Date>`now() - interval '1 second'`
  await app.db.updateTable('sessions').set({ expiresAt: past }).where('userId', '=', idle.id).execute()
  await app.db.updateTable('sessions').set({ endsAt: past }).where('userId', '=', old.id).execute()
  await app.sessions.deleteEnded()
  const left = await app.db
    .selectFrom('sessions')
    .select('userId')
    .where('userId', 'in', [idle.id, old.id, alive.id])
    .execute()
  expect(left).toEqual([{ userId: alive.id }])
})

test('use keeps a session alive, but not beyond its absolute end', async () => {
  const { browser, user } = await registered()
  const { browser: fresh } = await registered()
  expect((await fresh.get('auth.me')).cookies).toEqual([])
  const own = app.db.updateTable('sessions').where('userId', '=', user.id)
  await own.set({ expiresAt: sql<Date>`now() + interval '10 days'` }).execute()
  const { cookies, output } = await browser.get('auth.me')
  expect(output).toMatchObject({ user: { id: user.id } })
  expect(cookies[0]).toContain(`Max-Age=${30 * 86_400}`)
  const [row] = await app.db.selectFrom('sessions').selectAll().where('userId', '=', user.id).execute()
  expect(row!.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000)
  await own.set({ endsAt: sql<Date>`now() - interval '1 second'` }).execute()
  expect((await browser.get('auth.me')).output).toBe(null)
})

test('a user sees his sessions by device, and which one is this', async () => {
  const bob = await app.person('bob')
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  await apiAt(app.url, { 'user-agent': firefox }).auth.login(credentials(bob))
  const sessions = await bob.auth.sessions()
  expect(sessions).toHaveLength(2)
  expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
  expect(sessions.find(({ isCurrent }) => !isCurrent)).toMatchObject({
    device: 'Firefox on Linux',
    browser: 'Firefox',
    system: 'Linux',
  })
  expect(sessions.find(({ isCurrent }) => isCurrent)?.id).toBe((await bob.auth.me())?.session.id)
})

test('a device may call itself what it likes', async () => {
  for (const device of ['', 'x'.repeat(8000), '<script>alert(1)</script>', 'caf\xE9', '%00', ' '])
    expect(
      await apiAt(app.url, { 'user-agent': device }).auth.login({ ...credentials(ada), as: 'token' }),
    ).toMatchObject({ user: { id: ada.id } })
  const sessions = await ada.auth.sessions()
  for (const { device } of sessions) expect(device.length).toBeLessThanOrEqual(60)
})

test('a session that a process of the version before began is still named', async () => {
  const bob = await app.person('bob')
  await app.db
    .updateTable('sessions')
    .set({ device: 'Firefox on Linux', browser: null, system: null })
    .where('userId', '=', bob.id)
    .execute()
  expect(await bob.auth.sessions()).toMatchObject([{ browser: 'Firefox on Linux', system: null }])
})

test('a user ends a session of his, and nobody else does', async () => {
  const bob = await app.person('bob')
  const elsewhere = await signIn(bob)
  const session = (await elsewhere.auth.me())!.session
  await expect(ada.auth.endSession({ id: session.id })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_SESSION' } })
  expect(await elsewhere.auth.me()).not.toBe(null)
  expect(await bob.auth.endSession({ id: session.id })).toEqual({ ended: 1 })
  expect(await elsewhere.auth.me()).toBe(null)
  expect(await bob.auth.me()).not.toBe(null)
  await expect(bob.auth.endSession({ id: session.id })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_SESSION' } })
})

test('after logging out the cookie is gone, and a copy of it is worth nothing', async () => {
  const { browser } = await registered()
  const copy = browserAt(app.url, { cookie: browser.cookie()! })
  expect((await browser.post('auth.logout')).status).toBe(200)
  expect(browser.cookie()).toBe(undefined)
  expect((await copy.get('auth.me')).output).toBe(null)
})

test('logging out everywhere ends all sessions, or all others', async () => {
  const bob = await app.person('bob')
  const others = [await signIn(bob), await signIn(bob)]
  expect(await bob.auth.logoutEverywhere({ keepThis: true })).toEqual({ ended: 2 })
  for (const other of others) expect(await other.auth.me()).toBe(null)
  const last = await signIn(bob)
  expect(await bob.auth.logoutEverywhere()).toEqual({ ended: 2 })
  for (const api of [bob, last]) expect(await api.auth.me()).toBe(null)
})

test('changing the password ends all other sessions, and the old password', async () => {
  const bob = await app.person('bob')
  const elsewhere = await signIn(bob)
  await expect(bob.auth.changePassword({ oldPassword: 'not it', newPassword: password })).rejects.toMatchObject({
    data: { reason: 'WRONG_PASSWORD', fields: { oldPassword: 'The password is wrong.' } },
  })
  expect(await elsewhere.auth.me()).not.toBe(null)
  expect(await bob.auth.changePassword({ oldPassword: bob.password, newPassword: password })).toEqual({ ended: 1 })
  expect(await elsewhere.auth.me()).toBe(null)
  expect(await bob.auth.me()).not.toBe(null)
  await expect(apiAt(app.url).auth.login(credentials(bob))).rejects.toMatchObject(wrong)
  expect(await apiAt(app.url).auth.login({ username: bob.username, password })).toMatchObject({ user: { id: bob.id } })
})

test('a disabled user loses his sessions and sockets and cannot come back', async () => {
  const bob = await app.person('bob')
  const following = await bob.follow()
  await app.db.updateTable('users').set({ disabledAt: new Date() }).where('id', '=', bob.id).execute()
  expect(await bob.auth.me()).toBe(null)
  await expect(apiAt(app.url).auth.login(credentials(bob))).rejects.toMatchObject(wrong)
  await app.sockets.check()
  await following.until(() => following.closes.length > 0, 'the end of the socket', 1000)
  expect(following.closes).toEqual([{ code: 4401 }])
})

test('a guest has a friendly name of his own, or the one that he gives', async () => {
  const guests = await Promise.all(Array.from({ length: 5 }, () => apiAt(app.url).auth.guest({ as: 'token' })))
  for (const { user } of guests) {
    expect(user).toMatchObject({ kind: 'guest', email: null, isAdmin: false })
    expect(user.displayName).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
  }
  expect(new Set(guests.map(({ user }) => user.username)).size).toBe(5)
  const { user } = await apiAt(app.url).auth.guest({ displayName: 'Grace ✨', as: 'token' })
  expect(user.displayName).toBe('Grace ✨')
  expect(await browserAt(app.url).post('auth.guest')).toMatchObject({ status: 200 })
})

test('a guest is named in his language, and his username can be typed on every keyboard', async () => {
  const come = async (language: Language) => (await apiAt(app.url).auth.guest({ language, as: 'token' })).user
  const [german, arab] = [await come('de'), await come('ar')]
  expect(german.displayName).toMatch(/^\p{Lu}\p{Ll}+er \p{Lu}\p{Ll}+$/u)
  expect(arab.displayName).toMatch(/^\p{Script=Arabic}+ \p{Script=Arabic}+$/u)
  for (const { username } of [german, arab]) expect(username).toMatch(/^[a-z]+-[a-z]+-\d{8}$/)
})

test('who asks for a language that is not spoken here is told which are', async () => {
  await expect(apiAt(app.url).auth.guest({ language: 'tlh' as Language })).rejects.toMatchObject({
    data: { reason: 'INVALID_INPUT', fields: { language: 'The language is en, de or ar.' } },
  })
})

test('a guest becomes a person and keeps everything: id, name, chats, messages, session', async () => {
  const { token, user } = await apiAt(app.url).auth.guest({ displayName: 'Grace', as: 'token' })
  const guest = withToken(token)
  const { chatId } = await guest.groups.create({ title: 'Engines', userIds: [ada.id] })
  await guest.messages.send({ id: crypto.randomUUID(), chatId, text: 'said as a guest' })
  const before = { chats: await guest.chats.list(), me: await guest.auth.me() }
  const username = unique('grace')
  const upgraded = await guest.auth.upgrade({ username, password, email: `${username}@example.org` })
  expect(upgraded.user).toMatchObject({ id: user.id, username, displayName: 'Grace', kind: 'person' })
  const [me, chats] = [await guest.auth.me(), await guest.chats.list()]
  expect(me?.session.id).toBe(before.me?.session.id)
  expect(me?.user).toEqual(upgraded.user)
  expect(chats.map(({ id, lastNumber }) => ({ id, lastNumber }))).toEqual(
    before.chats.map(({ id, lastNumber }) => ({ id, lastNumber })),
  )
  expect(await apiAt(app.url).auth.login({ username, password })).toMatchObject({ user: { id: user.id } })
})

test('an upgrade needs a guest and a free username, and happens once', async () => {
  const refused = { data: { reason: 'NOT_A_GUEST' } }
  await expect(ada.auth.upgrade({ username: unique('ada'), password })).rejects.toMatchObject(refused)
  const guest = withToken((await apiAt(app.url).auth.guest({ as: 'token' })).token)
  await expect(guest.auth.upgrade({ username: ada.username.toUpperCase(), password })).rejects.toMatchObject({
    data: { reason: 'USERNAME_TAKEN', fields: { username: 'That username is taken.' } },
  })
  expect(await guest.auth.me()).toMatchObject({ user: { kind: 'guest' } })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, () => guest.auth.upgrade({ username: unique('grace'), password })),
  )
  expect(faultsOf(outcomes)).toMatchObject(Array.from({ length: 4 }, () => refused))
})

test('passwords work as they were typed: long, in any script, with spaces', async () => {
  const passwords = [
    'x'.repeat(64),
    'x'.repeat(199),
    '  spaces round it  ',
    'пароль на кириллице',
    '密碼密碼密碼密碼',
    '🔑🗝️🔒🔐🔓🛡️🧷🪝',
    '\u202Eright to left',
  ]
  for (const password of passwords) {
    const username = unique('ada')
    const api = apiAt(app.url)
    const { user } = await api.auth.register({ username, password })
    expect(await api.auth.login({ username, password })).toMatchObject({ user: { id: user.id } })
    const letters = Array.from(password)
    for (const almost of [letters.slice(0, -1).join(''), `${letters.slice(1).join('')}y`])
      await expect(api.auth.login({ username, password: almost })).rejects.toMatchObject(wrong)
  }
})

test('an accent is the same letter from every keyboard', async () => {
  const username = unique('ada')
  await apiAt(app.url).auth.register({ username, password: 'crème brûlée'.normalize('NFC') })
  expect(await apiAt(app.url).auth.login({ username, password: 'crème brûlée'.normalize('NFD') })).toMatchObject({
    user: { username },
  })
})

function faultsOf(outcomes: PromiseSettledResult<unknown>[]): unknown[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
}

function credentials({ username, password }: Person) {
  return { username, password }
}

function middle(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/** How bytes and texts of a table might be tried as a secret. */
function spellings(value: unknown): string[] {
  if (!Buffer.isBuffer(value)) return [value instanceof Date ? value.toISOString() : String(value)]
  return (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) => value.toString(encoding))
}
