import { createHash } from 'node:crypto'
import { type InferResult, sql } from 'kysely'
import { type Adapter, Lucia, TimeSpan, type User as LuciaUser } from 'lucia'
import type { Config } from '../config.ts'
import { inBatches } from '../database/batches.ts'
import type { Database } from '../database/database.ts'
import { personColumns, personOf } from '../database/people.ts'
import { type Device, deviceOf } from './devices.ts'
import { createRemembered } from './remembered.ts'

export type Sessions = ReturnType<typeof createSessions>
export type Signed = NonNullable<Awaited<ReturnType<Sessions['validate']>>>
export type User = Signed['user']
export type Session = Signed['session']

declare module 'lucia' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
  interface Register {
    Lucia: Lucia<SessionColumns, UserColumns>
    DatabaseSessionAttributes: SessionColumns & Partial<Device>
    DatabaseUserAttributes: UserColumns
  }
}
type Kept = {
  user: LuciaUser
  session: Pick<SessionColumns, 'device' | 'createdAt' | 'lastUsedAt' | 'endsAt'> & { id: string }
  renewedCookie: null
}
type SessionColumns = Pick<Device, 'device'> & {
  publicId: string
  address: string
  createdAt: Date
  lastUsedAt: Date
  endsAt: Date
}
/** `stamp` is the version of the row in the database: as long as it is the same, so is all else. */
type UserColumns = Awaited<ReturnType<typeof readUser>> & { stamp: string }

/** Sessions of browsers (cookie) and scripts (bearer token): one secret, sliding idle lifetime, absolute end. */
export function createSessions(
  db: Database,
  config: Pick<Config, 'isSecure' | 'extraOrigins' | 'sessionIdleDays' | 'sessionMaxDays'>,
) {
  const name = config.isSecure ? '__Host-parley' : 'parley'
  // Browsers send a lax cookie along with no call of another site's page, be it one that the operator allows.
  const sameSite = config.isSecure && config.extraOrigins.size > 0 ? 'none' : 'lax'
  const lucia = new Lucia(adapterFor(db), {
    sessionExpiresIn: new TimeSpan(config.sessionIdleDays, 'd'),
    sessionCookie: { name, attributes: { secure: config.isSecure, sameSite, path: '/' } },
    getSessionAttributes: (columns) => columns,
    getUserAttributes: (columns) => columns,
  })

  const remembered = createRemembered<Kept>()

  return {
    /** Returns the secret, which is stored nowhere. */
    async start(userId: string, { device, address }: { device: string | undefined; address: string }) {
      const now = new Date()
      const endsAt = new Date(now.getTime() + config.sessionMaxDays * day)
      const columns = {
        publicId: crypto.randomUUID(),
        ...deviceOf(device),
        address,
        createdAt: now,
        lastUsedAt: now,
        endsAt,
      }
      const { id } = await lucia.createSession(userId, columns)
      return { secret: id, cookie: lucia.createSessionCookie(id).serialize() }
    },

    async validate(secret: string) {
      const { user, session } = await lucia.validateSession(secret)
      remembered.forget(secret)
      if (!user) return null
      const { publicId, fresh, device, createdAt, lastUsedAt, endsAt } = session
      const renewedCookie = fresh ? lucia.createSessionCookie(secret).serialize() : null
      const kept = { user, session: { id: publicId, device, createdAt, lastUsedAt, endsAt } }
      if (!fresh) remembered.remember(secret, { ...kept, renewedCookie: null })
      return { ...kept, renewedCookie }
    },

    /** As it was read a moment ago, if it was: for calls that look at the session and the stamp again where they write. */
    recall: remembered.recall,

    /** Reads `Authorization: Bearer …`, else the cookie. */
    secretOf(headers: { authorization?: string | undefined; cookie?: string | undefined }) {
      const [, token] = /^bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
      if (token) return { secret: token, isCookie: false }
      const cookie = cookieNamed(name, headers.cookie)
      return cookie ? { secret: cookie, isCookie: true } : null
    },

    /** Those that nobody presents again; what hangs on a session, like Web Push, goes with it. */
    deleteEnded: () => lucia.deleteExpiredSessions(),

    blankCookie: () => lucia.createBlankSessionCookie().serialize(),
  }
}

const day = 86_400_000
const mostAtOnce = 200

/** Lucia's own reader throws at a broken cookie, also at one of another app on this host. */
function cookieNamed(name: string, header = ''): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** Only the hash is stored, so a leaked database signs nobody in. */
function hash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

function adapterFor(db: Database): Adapter {
  const ownRows = (secret: string) => db.deleteFrom('sessions').where('secretHash', '=', hash(secret))
  // Compiled once: every request asks it.
  const query = signedQuery(db)
  const find = inBatches<Buffer, Found>({
    most: mostAtOnce,
    run: async (hashes) => (await findSigned(db, query, hashes)).map((result) => ({ result })),
  })
  const touch = inBatches<string, void>({ most: mostAtOnce, run: (ids) => touchAll(db, ids) })
  return {
    async getSessionAndUser(secret) {
      const found = await find(hash(secret))
      if (!found || found.user.disabledAt || found.user.deletedAt) return [null, null]
      const { user, session } = found
      const isStale = Date.now() - session.lastUsedAt.getTime() > 60_000
      // It need not be exact, so nobody waits for it, and nobody fails with it.
      if (isStale) void touch(session.id).catch(() => undefined)
      const { id: publicId, expiresAt, device, address, createdAt, lastUsedAt, endsAt } = session
      const attributes = { publicId, device, address, createdAt, lastUsedAt, endsAt }
      return [
        { id: secret, userId: user.id, expiresAt, attributes },
        { id: user.id, attributes: user },
      ]
    },
    async setSession({ id, userId, expiresAt, attributes: { publicId, ...columns } }) {
      await db
        .insertInto('sessions')
        .values({ id: publicId, secretHash: hash(id), userId, expiresAt, ...columns })
        .execute()
    },
    async updateSessionExpiration(secret, expiresAt) {
      await db.updateTable('sessions').set({ expiresAt }).where('secretHash', '=', hash(secret)).execute()
    },
    async deleteSession(secret) {
      await ownRows(secret).execute()
    },
    async deleteUserSessions(userId) {
      await db.deleteFrom('sessions').where('userId', '=', userId).execute()
    },
    async deleteExpiredSessions() {
      await db
        .deleteFrom('sessions')
        .where((or) => or.or([or('expiresAt', '<', sql<Date>`now()`), or('endsAt', '<', sql<Date>`now()`)]))
        .execute()
    },
    // Lucia would have to return secrets, and those are stored nowhere: `auth.sessions` reads the table itself.
    getUserSessions: () => Promise.reject(new Error('The secrets of sessions are not stored')),
  }
}

async function touchAll(db: Database, ids: string[]) {
  await sql`
    update sessions set last_used_at = now() from (
      select id from sessions where id = any(${ids}::uuid[]) order by id for no key update
    ) as used where sessions.id = used.id
  `.execute(db)
  return ids.map(() => ({ result: undefined }))
}

/** All that is asked in one moment is one query: what each of them then reads is as fresh as if it had asked alone. */
async function findSigned(db: Database, query: SignedQuery, hashes: Buffer[]) {
  const { rows } = await db.executeQuery<SignedRow>({ ...query, parameters: [hashes] })
  const found = new Map(
    rows.map(({ secretHash, sessionId: id, device, address, startedAt: createdAt, ...row }) => {
      const { lastUsedAt, expiresAt, endsAt } = row
      const session = { id, device, address, createdAt, lastUsedAt, expiresAt, endsAt }
      return [secretHash.toString('hex'), { session, user: { ...userOf(row), stamp: row.stamp } }]
    }),
  )
  return hashes.map((hash) => found.get(hash.toString('hex')))
}

type Found = Awaited<ReturnType<typeof findSigned>>[number]
type SignedQuery = ReturnType<typeof signedQuery>
type SignedRow = InferResult<SignedQuery>[number]

/** For any number of hashes, which are its only parameter. */
function signedQuery(db: Database) {
  return db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .where('sessions.secretHash', '=', sql<Buffer>`any(${[]}::bytea[])`)
    .where('sessions.endsAt', '>', sql<Date>`now()`)
    .select([
      'sessions.secretHash',
      'sessions.id as sessionId',
      'sessions.device',
      'sessions.address',
      'sessions.createdAt as startedAt',
      'sessions.lastUsedAt',
      'sessions.expiresAt',
      'sessions.endsAt',
      sql<string>`users.xmin::text`.as('stamp'),
      ...userColumns,
    ])
    .compile()
}

const userColumns = [
  ...personColumns,
  'users.email',
  'users.emailVerifiedAt',
  'users.hidesPresence',
  'users.hidesReceipts',
  'users.isAdmin',
  'users.createdAt',
  'users.disabledAt',
] as const

type UserRow = Awaited<ReturnType<typeof selectUser>>

function selectUser(db: Database, userId: string) {
  return db.selectFrom('users').select(userColumns).where('id', '=', userId).executeTakeFirstOrThrow()
}

/** A user with what only he himself and the server may know. */
export async function readUser(db: Database, userId: string) {
  return userOf(await selectUser(db, userId))
}

function userOf(row: UserRow) {
  return {
    ...personOf(row),
    email: row.email,
    isEmailVerified: row.emailVerifiedAt !== null,
    hidesPresence: row.hidesPresence,
    hidesReceipts: row.hidesReceipts,
    isAdmin: row.isAdmin,
    createdAt: row.createdAt,
    disabledAt: row.disabledAt,
    deletedAt: row.deletedAt,
  }
}
