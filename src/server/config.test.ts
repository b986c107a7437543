import { expect, test } from 'vitest'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { allowedOrigins, readConfig } from './config.ts'

test('nothing needs to be set', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    databaseUrl: undefined,
    isSecure: false,
    limitFactor: 1,
    isRegistrationOpen: true,
    hasGuests: true,
  })
})

test('an empty setting is none', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', PUBLIC_URL: '' })).toEqual(readConfig({}))
})

test('every wrong setting is named, all in one error', () => {
  const wrong = {
    PORT: 'many',
    DATABASE_URL: 'mysql://localhost',
    PUBLIC_URL: 'chat.example.test',
    LIMIT_FACTOR: '-1',
    SESSION_IDLE_DAYS: '0',
    GUESTS: 'maybe',
    BUS_URL: 'redis://localhost',
    PROCESSES: '0',
    LOG_LEVEL: 'loud',
  }
  for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name)
})

test('the password of the database may be in a file, whatever characters it has', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-secret-'))
  const file = path.join(folder, 'password')
  writeFileSync(file, 'a/b@c:d%\n')
  const settings = { DATABASE_URL: 'postgres://parley@db:5432/parley?sslmode=require', DATABASE_PASSWORD_FILE: file }
  const url = new URL(readConfig(settings).databaseUrl!)
  expect(decodeURIComponent(url.password)).toBe('a/b@c:d%')
  expect(url.href).toMatch(/^postgres:\/\/parley:[^@]+@db:5432\/parley\?sslmode=require$/)
  expect(() => readConfig({ ...settings, DATABASE_PASSWORD_FILE: '/none' })).toThrow('DATABASE_PASSWORD_FILE names')
  rmSync(folder, { recursive: true })
})

test('several processes find each other over their database, unless another bus is named', () => {
  expect(readConfig({}).busUrl).toBeUndefined()
  expect(readConfig({ PROCESSES: '3' })).toMatchObject({ processes: 3, busUrl: 'postgres:' })
  for (const url of ['postgres:', 'postgres://bus/other', 'nats://me:secret@a.test:4222,nats://b.test', 'tls://a.test'])
    expect(readConfig({ PROCESSES: '3', BUS_URL: url }).busUrl).toBe(url)
  for (const url of ['nats', 'postgres:other', 'http://a.test', 'nats://a b'])
    expect(() => readConfig({ BUS_URL: url })).toThrow('BUS_URL')
})

test('mail needs an address for its links', () => {
  expect(() => readConfig({ SMTP_URL: 'smtp://localhost' })).toThrow('SMTP_URL needs PUBLIC_URL')
})

test('pages of PUBLIC_URL and of this machine may call, and no others', () => {
  const origins = allowedOrigins(readConfig({ PUBLIC_URL: 'https://chat.example.test/somewhere' }), 3000)
  for (const own of ['https://chat.example.test', 'http://localhost:3000', 'http://127.0.0.1:3000'])
    expect(origins.has(own)).toBe(true)
  for (const foreign of [
    'http://chat.example.test',
    'https://chat.example.test.evil.test',
    'http://localhost:3001',
    'null',
  ])
    expect(origins.has(foreign)).toBe(false)
})

test('every setting has its sentence in .env.example, and no other is there', () => {
  const example = readFileSync('.env.example', 'utf8')
  const source = readFileSync('src/server/config.ts', 'utf8')
  const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
  const read = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name = '']) => name)
  expect(new Set(named)).toEqual(new Set(read))
  for (const name of named) expect(example).toMatch(new RegExp(`^# .+\\n(# .+\\n)*${name}=`, 'm'))
})
