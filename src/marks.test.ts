import { expect, test } from 'vitest'
import { mayHaveMarks, withoutMarks } from './marks.ts'

test('a text without marks is not read for them', () => {
  for (const text of ['see you at 5', 'a - b', 'C# > C', 'https://example.org/a?b=c', 'well, (yes) “no”', '3.5', '#1'])
    expect(mayHaveMarks(text)).toBe(false)
  for (const text of ['**a**', '_a_', '`a`', '~~a~~', '||a||', '> a', '- a', '1. a', '[a](https://b.c)'])
    expect(mayHaveMarks(text)).toBe(true)
})

test('one line of a message has its words without their marks', () => {
  expect(withoutMarks('**bold** _it_ ~~no~~ `a*b*`')).toBe('bold it no a*b*')
  expect(withoutMarks('> said\nanswer')).toBe('said\nanswer')
  expect(withoutMarks('```js\nlet a = `b`\n```\nso')).toBe('let a = `b`\nso')
  expect(withoutMarks('**a _b_**, [here](https://example.org)')).toBe('a b, here')
  expect(withoutMarks('2*3*4 foo_bar_baz ¯\\_(ツ)_/¯')).toBe('2*3*4 foo_bar_baz ¯\\_(ツ)_/¯')
})

test('what is hidden in a message stays hidden in its one line', () => {
  expect(withoutMarks('he is ||the **killer**||!')).toBe('he is ▒▒▒▒!')
  expect(withoutMarks('a || b || c')).toBe('a || b || c')
})
