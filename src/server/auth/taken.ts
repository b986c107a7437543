import { refusal } from '../errors.ts'

/** The unique indexes know better than a look beforehand whether a name is free. */
export function refuseTaken(error: unknown): never {
  const constraint = error instanceof Error && 'constraint' in error ? error.constraint : undefined
  if (constraint === 'users_username')
    throw refusal('USERNAME_TAKEN', { fields: { username: 'That username is taken.' } })
  if (constraint === 'users_email')
    throw refusal('EMAIL_TAKEN', { fields: { email: 'That e-mail address is in use.' } })
  throw error
}
