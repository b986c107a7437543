import { describe, expect, test } from 'vitest'
import type { Message } from '../trpc.ts'
import { merged, newestFirst, outdated, withMark, withMessage } from './chats.ts'
import { ada, bob, group, message } from './testing-samples.ts'

const said = (number: number, change: Partial<Message> = {}) => withMessage(group(), message(number, change), ada.id)
const happened = (event: NonNullable<Message['event']>, sender = bob) =>
  withMessage(group(), message(6, { kind: 'system', said: 5, event, sender }), ada.id)

describe('a message', () => {
  test('of somebody else is last, newest and unread', () => {
    const told = message(6)
    expect(withMessage(group(), told, ada.id)).toMatchObject({
      version: 6,
      lastNumber: 6,
      said: 6,
      unread: 3,
      readNumber: 3,
      lastMessage: told,
      activeAt: told.createdAt,
    })
  })

  test('of ada herself moves her mark to it', () => {
    expect(said(6, { sender: ada })).toMatchObject({ readNumber: 6, readSaid: 6, readVersion: 2, unread: 0 })
  })

  test('heard twice, or after a newer one, changes nothing', () => {
    const once = said(6)
    expect(withMessage(once, message(6), ada.id)).toBe(once)
    expect(said(4)).toMatchObject({ version: 5, unread: 2 })
  })

  test('that was edited stays in its place and brings nothing up', () => {
    const edited = message(5, { version: 6, text: 'better words', editedAt: new Date(9) })
    expect(withMessage(group(), edited, ada.id)).toMatchObject({
      version: 6,
      lastMessage: edited,
      unread: 2,
      activeAt: new Date(5),
    })
    expect(said(2, { version: 6 })).toMatchObject({ version: 6, lastMessage: { number: 5 }, unread: 2 })
  })

  test('that names ada is counted until she has read it, or it no longer names her', () => {
    const named = said(6, { mentions: [ada.id] })
    expect(named.mentioned).toEqual([6])
    expect(withMessage(named, message(6, { version: 7 }), ada.id).mentioned).toEqual([])
    expect(withMessage(named, message(7, { sender: ada }), ada.id).mentioned).toEqual([])
    expect(said(2, { version: 6, mentions: [ada.id] }).mentioned).toEqual([])
  })
})

describe('what happens in a group', () => {
  test('does not light a badge', () => {
    expect(happened({ type: 'joined', userIds: ['eve'] })).toMatchObject({ unread: 2, lastNumber: 6 })
  })

  test('changes its title and its count', () => {
    expect(happened({ type: 'renamed', userIds: [], title: 'Looms' }).title).toBe('Looms')
    expect(happened({ type: 'joined', userIds: ['eve', 'dan'] }).memberCount).toBe(5)
    expect(happened({ type: 'removed', userIds: ['eve'] }).memberCount).toBe(2)
    expect(happened({ type: 'left', userIds: ['eve'], ownerId: null })).toMatchObject({
      memberCount: 2,
      role: 'member',
    })
  })

  test('gives roles: by name, by the owner who left, and from the owner who gave it away', () => {
    expect(happened({ type: 'role', userIds: [ada.id], role: 'admin' }).role).toBe('admin')
    expect(happened({ type: 'left', userIds: ['eve'], ownerId: ada.id }).role).toBe('owner')
    expect(happened({ type: 'role', userIds: ['eve'], role: 'owner' }, ada).role).toBe('admin')
    expect(happened({ type: 'role', userIds: ['eve'], role: 'admin' }, ada).role).toBe('member')
  })
})

describe('a mark', () => {
  const mark = (number: number, readVersion: number) =>
    withMark(group(), { type: 'read', chatId: 'engines', userId: ada.id, number, said: number, readVersion })

  test('that comes next and goes forward is taken', () => {
    expect(mark(4, 2)).toMatchObject({ readNumber: 4, readSaid: 4, unread: 1, readVersion: 2 })
  })

  test('that is older changes nothing', () => {
    expect(mark(4, 1)).toEqual(group())
  })

  test('that goes back, or before which something was not heard, must be looked up', () => {
    expect(mark(1, 2)).toBeUndefined()
    expect(mark(4, 3)).toBeUndefined()
  })
})

describe('what was read, and what was heard meanwhile', () => {
  test('a list that was read earlier does not overrule newer news', () => {
    const held = said(6, { sender: ada })
    expect(merged(held, group(), false)).toEqual(held)
  })

  test('a newer reading replaces what was held', () => {
    const read = group({
      version: 9,
      lastNumber: 7,
      said: 7,
      readVersion: 4,
      readNumber: 6,
      readSaid: 6,
      title: 'Looms',
    })
    expect(
      merged(group(), { ...read, unread: 1, lastMessage: message(7), activeAt: new Date(7) }, false),
    ).toMatchObject({
      version: 9,
      title: 'Looms',
      readNumber: 6,
      unread: 1,
    })
  })

  test('a mark that went back on another device is believed, one set since by a message is kept', () => {
    const back = group({ readVersion: 2, readNumber: 1, readSaid: 1, unread: 4 })
    expect(merged(group(), back, false)).toMatchObject({ readNumber: 1, unread: 4 })
    expect(merged(said(6, { sender: ada }), back, false)).toMatchObject({ readNumber: 6, unread: 0 })
  })

  test('a mention that was edited away does not come back with a mark that went back', () => {
    const back = group({ readVersion: 2, readNumber: 1, readSaid: 1, unread: 4, mentioned: [2, 5] })
    const held = withMessage(group({ mentioned: [5] }), message(5, { version: 6 }), ada.id)
    expect(merged(held, back, false)).toMatchObject({ version: 6, readNumber: 1, mentioned: [2] })
    expect(merged(back, { ...held, readVersion: 1 }, false)).toMatchObject({ readNumber: 1, mentioned: [2] })
  })

  test('settings that were told of since the reading began are kept', () => {
    const held = group({ notify: 'nothing' })
    expect(merged(held, group(), true).notify).toBe('nothing')
    expect(merged(held, group(), false).notify).toBe('all')
  })

  test('in another database whatever is read is newer', () => {
    const read = group({ version: 2, lastNumber: 2, said: 2, readNumber: 0, readSaid: 0, readVersion: 0, unread: 2 })
    expect(merged(outdated(group()), read, false)).toMatchObject({
      version: 2,
      readNumber: 0,
      unread: 2,
      lastNumber: 2,
    })
  })
})

test('the chat in which something happened last comes first', () => {
  const chats = [group({ id: 'a', activeAt: new Date(1) }), group({ id: 'c' }), group({ id: 'b' })]
  expect(newestFirst(chats).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
})
