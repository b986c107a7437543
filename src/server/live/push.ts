import { sql } from 'kysely'
import type { Logger } from 'pino'
import webPush from 'web-push'
import { withoutMarks } from '../../marks.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Message } from '../database/messages.ts'

export type Push = Awaited<ReturnType<typeof createPush>>
export type PushTarget = { endpoint: string; p256dh: string; auth: string }
/** What the service worker shows. */
export type PushNote = { title: string; body: string; chatId: string | null; tag: string }

const rememberMs = 5000
const mostLetters = 180
const hour = 3600

/** Tells browsers whose page is closed, or which look elsewhere. The keys are made at the first start. */
export async function createPush(db: Database, config: Pick<Config, 'publicUrl'>, log: Pick<Logger, 'warn'>) {
  const keys = await keysOf(db)
  const subject = config.publicUrl?.startsWith('https:') ? config.publicUrl : 'mailto:parley@localhost'
  /** Whether anybody at all wants to be told: a server without such browsers pays nothing for a message. */
  let isWanted: { until: number; answer: Promise<boolean> } | undefined

  return {
    publicKey: keys.publicKey,

    /** After a message was committed. Fails for nobody. */
    async notify(message: Message) {
      try {
        if (message.kind !== 'text' || !(await anybody())) return
        const targets = await targetsOf(db, message)
        if (targets.length === 0) return
        const note = await noteOf(db, message)
        await Promise.all(targets.map((target) => send(target, note)))
      } catch (error) {
        log.warn({ error: String(error) }, 'Browsers could not be told of a message')
      }
    },

    send,
    forgetWhetherWanted() {
      isWanted = undefined
    },
  }

  function anybody(): Promise<boolean> {
    if (!isWanted || isWanted.until < Date.now()) {
      const answer = db
        .selectFrom('pushTargets')
        .select('endpoint')
        .limit(1)
        .executeTakeFirst()
        .then((row) => row !== undefined)
      isWanted = { until: Date.now() + rememberMs, answer }
    }
    return isWanted.answer
  }

  /** An endpoint that is gone is forgotten. */
  async function send({ endpoint, p256dh, auth }: PushTarget, note: PushNote): Promise<boolean> {
    try {
      await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify(note), {
        vapidDetails: { subject, ...keys },
        TTL: 24 * hour,
        urgency: 'high',
        timeout: 10_000,
      })
      return true
    } catch (error) {
      const status = error instanceof webPush.WebPushError ? error.statusCode : 0
      if (status === 404 || status === 410)
        await db.deleteFrom('pushTargets').where('endpoint', '=', endpoint).execute()
      else log.warn({ status, error: String(error) }, 'A browser could not be told')
      return false
    }
  }
}

async function keysOf(db: Database): Promise<{ publicKey: string; privateKey: string }> {
  const made = webPush.generateVAPIDKeys()
  await db
    .insertInto('settings')
    .values({ name: 'pushKeys', content: JSON.stringify(made) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { content } = await db
    .selectFrom('settings')
    .select('content')
    .where('name', '=', 'pushKeys')
    .executeTakeFirstOrThrow()
  return { publicKey: content['publicKey'] ?? '', privateKey: content['privateKey'] ?? '' }
}

/** The browsers of members who want to hear of it: not the sender's, not muted ones, not the one that looks at the chat. */
async function targetsOf(db: Database, { chatId, sender, mentions }: Message): Promise<PushTarget[]> {
  return db
    .selectFrom('pushTargets')
    .innerJoin('members', 'members.userId', 'pushTargets.userId')
    .where('members.chatId', '=', chatId)
    .where('members.userId', '<>', sender.id)
    .where((or) =>
      or.or([
        or('members.notify', '=', 'all'),
        or.and([or('members.notify', '=', 'mentions'), sql<boolean>`members.user_id = any(${mentions}::uuid[])`]),
      ]),
    )
    .where((or) => or.or([or('members.mutedUntil', 'is', null), or('members.mutedUntil', '<', sql<Date>`now()`)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('presences')
            .select('presences.connectionId')
            .whereRef('presences.sessionId', '=', 'pushTargets.sessionId')
            .where('presences.lookingAt', '=', chatId)
            .where('presences.expiresAt', '>', sql<Date>`now()`),
        ),
      ),
    )
    .select(['pushTargets.endpoint', 'pushTargets.p256dh', 'pushTargets.auth'])
    .execute()
}

async function noteOf(db: Database, { chatId, sender, text }: Message): Promise<PushNote> {
  const chat = await db.selectFrom('chats').select('title').where('id', '=', chatId).executeTakeFirst()
  const words = withoutMarks(text)
  const shown = words.startsWith('/me ') ? `${sender.displayName} ${words.slice(4)}` : words
  const letters = Array.from(shown)
  const body = letters.length > mostLetters ? `${letters.slice(0, mostLetters).join('')}…` : shown
  return {
    title: chat?.title ? `${sender.displayName} · ${chat.title}` : sender.displayName,
    body,
    chatId,
    tag: chatId,
  }
}
