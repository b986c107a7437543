import { t } from '@lingui/core/macro'
import type { Person } from '../trpc.ts'

/** The server says in English that somebody is deleted. */
export function nameOf({ isDeleted, displayName }: Pick<Person, 'isDeleted' | 'displayName'>): string {
  return isDeleted ? t`Deleted user` : displayName
}
