import { t } from '@lingui/core/macro'
import type { Person } from '../trpc.ts'

/** What stands below a name. The sign stays before the letters in every language. */
export function Handle({ person: { kind, username } }: { person: Pick<Person, 'kind' | 'username'> }) {
  return <bdi>{kind === 'guest' ? t`Guest` : `@${username}`}</bdi>
}
