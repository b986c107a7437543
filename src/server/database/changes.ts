import { sql, type RawBuilder } from 'kysely'
import { isReason, refusal } from '../errors.ts'
import { type Database, mayRepeat } from './database.ts'

/** Calls one function of `0002-changes.sql` in one autocommitted statement; its refusals become errors with their reason. */
export async function change<Row>(db: Database, call: RawBuilder<Row>): Promise<Row> {
  const { rows } = await sql<Row>`select * from ${call}`.execute(db).catch(refuse)
  const [row] = rows
  if (row === undefined) throw new Error('The function answered nothing')
  return row
}

/** `change` for what is as good done twice as once: it is tried again when the connection broke, or others were in the way. */
export async function repeatableChange<Row>(db: Database, call: RawBuilder<Row>): Promise<Row> {
  return change(db, call).catch((error: unknown) => {
    if (!mayRepeat(error)) throw error
    return change(db, call)
  })
}

function refuse(error: unknown): never {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'PARLE' || !isReason(error.message)) throw error
  const about = 'detail' in error && typeof error.detail === 'string' ? error.detail : ''
  if (error.message !== 'UNKNOWN_USERS') throw refusal(error.message)
  throw refusal('UNKNOWN_USERS', {
    fields: Object.fromEntries(about.split(',').map((id) => [`userIds.${id}`, `There is no user ${id}.`])),
  })
}
