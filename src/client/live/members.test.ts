import { expect, test } from 'vitest'
import type { ChatWithMembers, Member } from '../trpc.ts'
import { withMarks, withReader } from './members.ts'
import { ada, bob, group, human } from './testing-samples.ts'

const member = (person: typeof ada, readNumber: number | null): Member => ({
  ...person,
  role: 'member',
  joinedAt: new Date(0),
  readNumber,
})
const chat: ChatWithMembers = { ...group(), members: [member(ada, 3), member(bob, 4), member(human('eve'), null)] }
const marks = ({ members }: ChatWithMembers) => members.map(({ readNumber }) => readNumber)

test('marks go forward, and what somebody keeps to himself stays hidden', () => {
  expect(marks(withReader(chat, ada.id, 5))).toEqual([5, 4, null])
  expect(withReader(chat, ada.id, 2)).toBe(chat)
  expect(withReader(chat, 'eve', 5)).toBe(chat)
})

test('marks that were heard of while the members were read are kept', () => {
  expect(marks(withMarks(chat, [{ userId: ada.id, number: 5 }]))).toEqual([5, 4, null])
  expect(withMarks(chat, [])).toBe(chat)
})
