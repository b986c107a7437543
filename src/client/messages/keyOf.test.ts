import { expect, test } from 'vitest'
import { keyOf } from './keyOf.ts'

test('a key is the letter that it writes, and on a keyboard of another script the Latin one in its place', () => {
  expect(keyOf({ key: 'R', code: 'KeyR' })).toBe('r')
  expect(keyOf({ key: 'y', code: 'KeyZ' })).toBe('y')
  expect(keyOf({ key: 'ق', code: 'KeyR' })).toBe('r')
  expect(keyOf({ key: 'Delete', code: 'Delete' })).toBe('delete')
  expect(keyOf({ key: '+', code: 'BracketRight' })).toBe('+')
})

test('the key that says delete on a Mac deletes there, and nowhere else', () => {
  const back = { key: 'Backspace', code: 'Backspace' }
  expect(keyOf(back, true)).toBe('delete')
  expect(keyOf({ key: 'Delete', code: 'Delete' }, true)).toBe('delete')
  expect(keyOf(back, false)).toBe('backspace')
})
