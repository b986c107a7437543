import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, type Inline, readMarks } from './readMarks.ts'

/** The blocks in a short spelling: <b>bold</b>. */
const short = (text: string) => readMarks(text)?.map(blockOf).join('/') ?? 'as typed'
const blockOf = (block: Block): string => {
  const before = '¶'.repeat(block.blanks)
  if (block.type === 'paragraph') return before + block.children.map(inlineOf).join('')
  if (block.type === 'quote') return `${before}<quote>${block.blocks.map(blockOf).join('/')}</quote>`
  if (block.type === 'code') return `${before}<pre ${block.language}>${block.text}</pre>`
  return `${before}<list ${block.first ?? ''}>${block.items.map((item) => item.map(blockOf).join('/')).join('|')}</list>`
}
const inlineOf = (inline: Inline): string => {
  if ('text' in inline) return inline.type === 'code' ? `<code>${inline.text}</code>` : inline.text
  const name = inline.type === 'link' ? `link ${inline.href}` : inline.type
  return `<${name}>${inline.children.map(inlineOf).join('')}</${inline.type}>`
}

test('signs around words mean what people mean by them', () => {
  expect(short('**b** _i_ *i* ~~s~~ ||h|| `c*d*`')).toBe(
    '<strong>b</strong> <emphasis>i</emphasis> <emphasis>i</emphasis> <strike>s</strike> <spoiler>h</spoiler> <code>c*d*</code>',
  )
  expect(short('||a **b** `c`||')).toBe('<spoiler>a <strong>b</strong> <code>c</code></spoiler>')
  expect(short('\\*not\\*')).toBe('*not*')
})

test('quotes and lists end where their lines end', () => {
  expect(short('> a\n> b\nc')).toBe('<quote>a\nb</quote>/c')
  expect(short('- a\n  - b\n- c\nd')).toBe('<list >a/<list >b</list>|c</list>/d')
  expect(short('2009. a\n2010. b')).toBe('<list 2009>a|b</list>')
})

test('code is kept to the letter', () => {
  expect(short('```js\na = `b`\n\n  \\.c **d**\n```\nso')).toBe('<pre js>a = `b`\n\n  \\.c **d**</pre>/so')
})

test('code may begin behind words', () => {
  expect(short('see ```js\na = 1\n```\nso')).toBe('see /<pre js>a = 1</pre>/so')
  expect(short('see ```js\nnever closed')).toBe('see ```js\nnever closed')
})

test('lines, blank lines and indents stay as they were typed', () => {
  expect(short('a\n b *c*\n\n\nd')).toBe('a\n b <emphasis>c</emphasis>/¶¶d')
  expect(short('  *a*')).toBe('  <emphasis>a</emphasis>')
  expect(short('- a\n\n1. b')).toBe('<list >a</list>/¶<list 1>b</list>')
})

test('signs that mean nothing stay signs', () => {
  for (const text of [
    'a || b || c',
    '2 * 3 * 4',
    'foo_bar_baz @a_b_c',
    'https://example.org/a_b_c*d*~~e~~',
    '¯\\_(ツ)_/¯ C:\\.git \\\\server\\share',
    '# no heading',
    '<b>no</b> &amp; tags',
    '-',
    '```',
    '![x](https://example.org/a.png',
    '[x]: https://example.org',
  ])
    expect(short(text)).toBe(text)
})

test('a link leads to the web or to a letter, and nowhere else', () => {
  expect(short('[a](https://b.c/d_e)')).toBe('<link https://b.c/d_e>a</link>')
  expect(short('[a](mailto:b@c.d)')).toBe('<link mailto:b@c.d>a</link>')
  for (const address of [
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '/chats',
    'java\u200Bscript:x',
    'http:',
  ])
    expect(short(`[a](${address})`)).toBe(`[a](${address})`)
})

test('nothing that was typed is lost but the signs, and nothing is added', () => {
  const signs = [
    '*',
    '**',
    '_',
    '~~',
    '||',
    '`',
    '```',
    '\n```\n',
    '> ',
    '- ',
    '1. ',
    '[',
    '](https://b.c)',
    '\\',
    ' ',
    '\n',
  ]
  const typed = fc.array(fc.constantFrom('😀', 'ש', 'ж', ...signs), { maxLength: 40 }).map((parts) => parts.join(''))
  const words = (text: string) => text.match(/[😀שж]/gu) ?? []
  fc.assert(
    fc.property(typed, (text) => {
      const read = readMarks(text)
      fc.pre(read !== undefined)
      expect(words(short(text))).toEqual(words(text))
    }),
  )
})

test('what is all signs is not worked at for long', () => {
  const units = [
    '*',
    '**a ',
    '*a',
    '~~a',
    '||',
    '`',
    '`*',
    '[',
    '[a](b',
    '> ',
    '- a\n',
    '1. ',
    '```\n',
    '*_~~||',
    '> - a\n',
    '[[[]]](',
  ]
  const letters = 4000
  const all = units.map((unit) => unit.repeat(letters / unit.length))
  const some = units.map((unit) => unit.repeat(450 / unit.length).padEnd(letters, 'word '))
  for (const text of [...all, ...some, '> '.repeat(9), ' - '.repeat(30)]) expect(short(text).length).toBeGreaterThan(0)
  for (const text of all) expect(readMarks(text)).toBeUndefined()
})
