import { type Person, trpc } from '../trpc.ts'
import { nameOfDeleted } from './nameOfDeleted.ts'

const mostAsked = 5

/** The names of people who may have left. Nobody asks for more than can be shown in a sentence. */
export function useNames(userIds: string[]): (userId: string) => string {
  const asked = [...new Set(userIds)].slice(0, mostAsked)
  const people = trpc.useQueries((t) => asked.map((userId) => t.users.get({ userId }, { staleTime: Infinity })))
  const names = new Map(asked.map((userId, index) => [userId, nameIn(people[index]?.data)]))
  return (userId) => names.get(userId) ?? '…'
}

function nameIn(person: Person | undefined): string | undefined {
  return person?.isDeleted ? nameOfDeleted() : person?.displayName
}
