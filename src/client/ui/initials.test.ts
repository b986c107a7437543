import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test('a name is shortened to what people would recognise', () => {
  expect(initials('Ada Lovelace')).toBe('AL')
  expect(initials('ada king lovelace')).toBe('AL')
  expect(initials('Engines')).toBe('EN')
  expect(initials('#ubuntu')).toBe('UB')
  expect(initials('quiet-falcon')).toBe('QF')
})

test('other scripts, emoji and signs alone have initials too', () => {
  expect(initials('高橋 純')).toBe('高')
  expect(initials('Jun Takahashi 高橋')).toBe('JT')
  expect(initials('Ольга Н')).toBe('ОН')
  expect(initials('👩‍🚀 crew')).toBe('👩‍🚀')
  expect(initials('?!')).toBe('·')
})
