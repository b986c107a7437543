import { expect, test, vi } from 'vitest'
import { createPeople, type Named, type NameOf, withPerson } from './people.ts'
import { ada, bob, group, human, message } from './testing-samples.ts'

const robert = human('bob', { displayName: 'Robert' })

test('a new name is shown wherever he appears, and nothing else is touched', () => {
  const others = [message(1, { sender: ada }), message(2)]
  const renamed = withPerson({ messages: others, hasEarlier: true }, robert)
  expect(renamed.messages[1]?.sender).toEqual(robert)
  expect(renamed.messages[0]).toBe(others[0])
  expect(withPerson(renamed, robert)).toBe(renamed)
})

test('a member keeps his role, and a direct chat has the name of the other one', () => {
  const member = { ...bob, role: 'admin', readNumber: 3 }
  expect(withPerson([member], robert)).toEqual([{ ...robert, role: 'admin', readNumber: 3 }])
  expect(withPerson(group({ kind: 'direct', peer: bob, title: 'bob' }), robert)).toMatchObject({
    title: 'Robert',
    peer: robert,
  })
})

function knowing(
  onChange: (person: Named) => void = () => undefined,
  nameOf: NameOf = ({ displayName }) => displayName,
) {
  const people = createPeople(onChange, nameOf)
  const read = <Answer>(answer: Answer, since: number) => {
    people.learn(answer, since)
    return people.current(answer)
  }
  return { ...people, read }
}

test('an answer to an older question does not bring an old name back', () => {
  const people = knowing()
  people.told(robert, 5)
  expect(people.read([message(1)], 4)[0]?.sender).toEqual(robert)
  expect(people.currentOld(message(2)).sender).toEqual(robert)
})

test('an answer to a newer question is believed and told everywhere', () => {
  const onChange = vi.fn<() => void>()
  const people = knowing(onChange)
  people.told(bob, 5)
  expect(people.read([message(1, { sender: robert })], 6)[0]?.sender).toEqual(robert)
  expect(onChange).toHaveBeenLastCalledWith(robert)
})

test('what is known of a member beside his person is his own', () => {
  const people = knowing()
  people.read([{ ...bob, role: 'owner' }], 1)
  expect(people.read([{ ...robert, role: 'member' }], 0)).toEqual([{ ...bob, role: 'member' }])
})

test('an answer that disagrees with itself is made one, and his own news decide', () => {
  const onChange = vi.fn<() => void>()
  const people = knowing(onChange)
  const names = people.read([bob, robert], 1).map(({ displayName }) => displayName)
  expect(new Set(names).size).toBe(1)
  people.told(robert, 2)
  expect(onChange).toHaveBeenLastCalledWith(robert)
})

test('who is deleted has the name that the reader’s language has for it, and another after a switch', () => {
  let name = 'Gelöschte Person'
  const renamed: Named[] = []
  const people = knowing(
    (person) => renamed.push(person),
    ({ isDeleted, displayName }) => (isDeleted ? name : displayName),
  )
  const gone = human('bob', { displayName: 'Deleted user', username: '', isDeleted: true })
  const left = group({ kind: 'direct', peer: null, title: 'Deleted user', lastMessage: null })
  const [said, chat, engines] = people.read(
    [message(1, { sender: gone }), left, group({ lastMessage: null })] as const,
    1,
  )
  expect([said.sender.displayName, chat.title]).toEqual(['Gelöschte Person', 'Gelöschte Person'])
  expect(engines).toEqual(group({ lastMessage: null }))
  name = 'Deleted user'
  people.nameAnew()
  expect(renamed.reduce(withPerson, [said, chat])).toEqual([message(1, { sender: gone }), left])
})
