import type { Database } from './database.ts'

/** A user as other users see him. */
export type Person = {
  id: string
  username: string
  displayName: string
  kind: 'guest' | 'person' | 'bot'
  avatar: string | null
  isDeleted: boolean
}

export const personColumns = [
  'users.id',
  'users.username',
  'users.displayName',
  'users.kind',
  'users.avatar',
  'users.deletedAt',
] as const

type Row = Omit<Person, 'isDeleted'> & { deletedAt: Date | null }

/** Takes only what others may see, whatever else the row has. */
export function personOf({ id, username, displayName, kind, avatar, deletedAt }: Row): Person {
  if (deletedAt) return { id, username: '', displayName: 'Deleted user', kind, avatar: null, isDeleted: true }
  return { id, username, displayName, kind, avatar, isDeleted: false }
}

export async function findPerson(db: Database, userId: string): Promise<Person | undefined> {
  const row = await db.selectFrom('users').select(personColumns).where('id', '=', userId).executeTakeFirst()
  return row && personOf(row)
}
