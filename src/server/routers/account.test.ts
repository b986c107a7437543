import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiAt, type Person, startTestApp, type TestApp } from '../testing.ts'
import { openLetterBox } from '../testing-letters.ts'

let app: TestApp
let box: Awaited<ReturnType<typeof openLetterBox>>
let ada: Person
let bob: Person

beforeAll(async () => {
  box = await openLetterBox()
  app = await startTestApp(box.environment)
  await app.person('operator')
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
})
afterAll(async () => {
  await app.stop()
  await box.stop()
})

const letterTo = (address: string) => box.letterTo(address)
const codeIn = ({ text }: { text: string }) => /#([\w-]{32})/.exec(text)?.[1] ?? ''
const groupOf = async () => (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId

test('an uploaded picture is cropped, made small and written anew, without where it was taken', async () => {
  const photo = await sharp({ create: { width: 1200, height: 600, channels: 3, background: '#347' } })
    .jpeg()
    .withExif({ IFD0: { Copyright: 'ada at home' }, IFD3: { GPSLatitude: '48/1 51/1 29/1' } })
    .toBuffer()
  expect((await sharp(photo).metadata()).exif).toBeDefined()
  await groupOf()
  const following = await bob.follow()
  const { avatar } = await ada.account.setAvatar({ image: photo.toString('base64') })
  const response = await fetch(`${app.url}/avatars/${avatar}`)
  const { width, height, format, exif } = await sharp(Buffer.from(await response.arrayBuffer())).metadata()
  expect({ width, height, format, exif }).toEqual({ width: 256, height: 256, format: 'webp', exif: undefined })
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  await following.until(() => following.news.some((news) => news.type === 'person' && news.person.avatar === avatar))
  await ada.account.setAvatar({ image: null })
  expect((await fetch(`${app.url}/avatars/${avatar}`)).status).toBe(404)
})

test('what is no picture is refused', async () => {
  for (const image of [
    Buffer.from('hello').toString('base64'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script>').toString('base64'),
    'not base64!',
  ]) {
    await expect(ada.account.setAvatar({ image })).rejects.toMatchObject({
      data: { reason: 'INVALID_INPUT', fields: { image: expect.any(String) } },
    })
  }
})

test('a link by mail confirms the address, once', async () => {
  const address = `${ada.username}@example.test`
  expect(await ada.account.setEmail({ email: address, password: ada.password })).toEqual({ isMailSent: true })
  const letter = await letterTo(address)
  expect(letter.text).toContain('http://chat.example.test/verify#')
  expect((await ada.auth.me())?.user).toMatchObject({ email: address, isEmailVerified: false })
  await apiAt(app.url).account.verifyEmail({ code: codeIn(letter) })
  expect((await ada.auth.me())?.user.isEmailVerified).toBe(true)
  await expect(apiAt(app.url).account.verifyEmail({ code: codeIn(letter) })).rejects.toMatchObject({
    data: { reason: 'CODE_EXPIRED' },
  })
})

test('ada forgets her password: a link by mail lets her choose a new one, and ends all sessions', async () => {
  const address = `${ada.username}@example.test`
  await ada.account.setEmail({ email: address, password: ada.password })
  await apiAt(app.url).account.verifyEmail({ code: codeIn(await letterTo(address)) })
  box.letters.length = 0
  const following = await ada.follow()
  await apiAt(app.url).account.forgotPassword({ email: address.toUpperCase() })
  const code = codeIn(await letterTo(address))
  const rows = await app.db.selectFrom('mailCodes').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(code)
  await expect(apiAt(app.url).account.verifyEmail({ code })).rejects.toMatchObject({ data: { reason: 'CODE_EXPIRED' } })
  await apiAt(app.url).account.resetPassword({ code, newPassword: 'a new long password' })
  await following.until(() => following.closes.some((close) => close.code === 4401))
  const login = (password: string) => apiAt(app.url).auth.login({ username: address, password, as: 'token' })
  await expect(login(ada.password)).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  await expect(login('a new long password')).resolves.toMatchObject({ user: { id: ada.id } })
})

test('a mail speaks the language of whoever asks for it, and its link stands on a line of its own', async () => {
  const address = `${ada.username}@example.test`
  await ada.account.setEmail({ email: address, password: ada.password, language: 'de' })
  const german = await letterTo(address)
  expect(german).toMatchObject({ subject: 'Bestätige deine E-Mail-Adresse für Parley', language: 'de' })
  expect(german.text).toMatch(
    /^Hallo Ada,\n\nöffne diesen Link, um zu bestätigen, .+:\n\nhttp:\S+\n\nEr gilt zwei Tage .+\n$/,
  )
  await apiAt(app.url).account.verifyEmail({ code: codeIn(german) })
  box.letters.length = 0
  await apiAt(app.url).account.forgotPassword({ email: address, language: 'ar' })
  const arabic = await letterTo(address)
  expect(arabic).toMatchObject({ subject: 'اختيار كلمة مرور جديدة في \u2068Parley\u2069', language: 'ar' })
  const [greeting, , why, , link, , until] = arabic.text.split('\n')
  expect(greeting).toBe('مرحبًا \u2068Ada\u2069،')
  // A program that shows mail takes the direction of a line from its first letter.
  for (const line of [arabic.subject, greeting, why, until]) expect(line).toMatch(/^\p{Script=Arabic}/u)
  expect(link).toMatch(/^http:\/\/chat\.example\.test\/reset#[\w-]{32}$/)
  await expect(
    apiAt(app.url).account.resetPassword({ code: codeIn(arabic), newPassword: 'a new long password' }),
  ).resolves.toBeUndefined()
})

test('who registers, and a guest who stays, get their mail in their language; without one it is English', async () => {
  const [carol, dora] = [`carol${Date.now()}`, `dora${Date.now()}`]
  await apiAt(app.url).auth.register({
    username: carol,
    password: 'a long password',
    email: `${carol}@example.test`,
    language: 'de',
    as: 'token',
  })
  expect((await letterTo(`${carol}@example.test`)).text).toContain(`Hallo ${carol},`)
  const { token = '' } = await apiAt(app.url).auth.guest({ displayName: 'Dora', as: 'token' })
  await apiAt(app.url, { authorization: `Bearer ${token}` }).auth.upgrade({
    username: dora,
    password: 'a long password',
    email: `${dora}@example.test`,
  })
  expect(await letterTo(`${dora}@example.test`)).toMatchObject({
    subject: 'Confirm your e-mail address for Parley',
    text: expect.stringMatching(/^Hello Dora,\n\nopen this link to confirm that this address is yours:\n\nhttp/),
  })
})

test('a link to an address that is no longer his is worth nothing', async () => {
  const person = await app.person('bob')
  const [old, fresh] = [`${person.username}@old.test`, `${person.username}@fresh.test`]
  await person.account.setEmail({ email: old, password: person.password })
  await apiAt(app.url).account.verifyEmail({ code: codeIn(await letterTo(old)) })
  box.letters.length = 0
  await apiAt(app.url).account.forgotPassword({ email: old })
  const code = codeIn(await letterTo(old))
  await person.account.setEmail({ email: fresh, password: person.password })
  await expect(apiAt(app.url).account.resetPassword({ code, newPassword: 'a new password' })).rejects.toMatchObject({
    data: { reason: 'CODE_EXPIRED' },
  })
  const { username, password } = person
  expect(await apiAt(app.url).auth.login({ username, password })).toMatchObject({ user: { id: person.id } })
})

test('nobody learns whether an address is known, and nobody is flooded with mail', async () => {
  const nobody = 'nobody@example.test'
  for (let each = 0; each < 3; each++)
    expect(await apiAt(app.url).account.forgotPassword({ email: nobody })).toBeUndefined()
  await expect(apiAt(app.url).account.forgotPassword({ email: nobody })).rejects.toMatchObject({
    data: { reason: 'TOO_MANY_REQUESTS' },
  })
  expect(box.letters.filter(({ to }) => to === nobody)).toEqual([])
})

test('without SMTP_URL a forgotten password is answered with who can help', async () => {
  const mute = await startTestApp()
  await expect(apiAt(mute.url).account.forgotPassword({ email: 'ada@example.test' })).rejects.toMatchObject({
    data: { reason: 'NO_MAIL' },
  })
  await mute.stop()
})

test('bob deletes his account: his words stay under "Deleted user", everything else of him goes', async () => {
  const chatId = await groupOf()
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  await bob.say(chatId, 'remember this')
  const [adas, bobs] = [await ada.follow(), await bob.follow()]
  await expect(bob.auth.deleteAccount({ password: 'wrong' })).rejects.toMatchObject({
    data: { reason: 'WRONG_PASSWORD' },
  })
  await bob.auth.deleteAccount({ password: bob.password })
  await bobs.until(() => bobs.closes.some((close) => close.code === 4401))
  await adas.until(() => adas.messages(chatId).some(({ event }) => event?.type === 'left'))
  const { messages } = await ada.messages.list({ chatId })
  expect(messages.find(({ text }) => text === 'remember this')?.sender).toMatchObject({
    displayName: 'Deleted user',
    username: '',
    isDeleted: true,
  })
  expect((await ada.chats.get({ chatId })).members.map(({ id }) => id)).toEqual([ada.id])
  expect((await ada.chats.get({ chatId: direct })).title).toBe('Deleted user')
  expect(await bob.auth.me()).toBeNull()
  const row = await app.db.selectFrom('users').selectAll().where('id', '=', bob.id).executeTakeFirstOrThrow()
  expect(JSON.stringify(row)).not.toContain(bob.username)
  await expect(
    apiAt(app.url).auth.register({ username: bob.username, password: bob.password, as: 'token' }),
  ).resolves.toBeDefined()
})

test('bob may take his words with him, and who follows sees them go', async () => {
  const chatId = await groupOf()
  await ada.say(chatId, 'from ada')
  const { id } = await bob.say(chatId, 'not for ever')
  const following = await ada.follow()
  await bob.auth.deleteAccount({ password: bob.password, erasesWords: true })
  await following.until(() =>
    following.messages(chatId).some((message) => message.id === id && message.deletedAt !== null),
  )
  const { messages } = await ada.messages.list({ chatId })
  expect(messages.map(({ text, event }) => event?.type ?? text)).toEqual(['created', 'from ada', '', 'left'])
})

test('a guest leaves without a password, and an owner hands his group over', async () => {
  const { user, token = '' } = await apiAt(app.url).auth.guest({ as: 'token' })
  const guest = apiAt(app.url, { authorization: `Bearer ${token}` })
  const { chatId } = await guest.groups.create({ title: 'For a day', userIds: [ada.id] })
  await guest.auth.deleteAccount({})
  expect((await ada.chats.get({ chatId })).members).toMatchObject([{ id: ada.id, role: 'owner' }])
  expect(await ada.users.get({ userId: user.id })).toMatchObject({ isDeleted: true })
})

test('the only admin of others does not leave them without one', async () => {
  const fresh = await startTestApp()
  const [first, second] = [await fresh.person('ada'), await fresh.person('bob')]
  await expect(first.auth.deleteAccount({ password: first.password })).rejects.toMatchObject({
    data: { reason: 'LAST_ADMIN' },
  })
  await first.admin.setAdmin({ userId: second.id, isAdmin: true })
  await first.auth.deleteAccount({ password: first.password })
  await fresh.stop()
})
