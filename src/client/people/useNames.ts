import { trpc } from '../trpc.ts'
import { nameOf } from './nameOf.ts'

const mostAsked = 5

/** The names of people who may have left. Nobody asks for more than can be shown in a sentence. */
export function useNames(userIds: string[]): (userId: string) => string {
  const asked = [...new Set(userIds)].slice(0, mostAsked)
  const people = trpc.useQueries((t) => asked.map((userId) => t.users.get({ userId }, { staleTime: Infinity })))
  const found = new Map(asked.map((userId, index) => [userId, people[index]?.data]))
  return (userId) => {
    const person = found.get(userId)
    return person ? nameOf(person) : '…'
  }
}
