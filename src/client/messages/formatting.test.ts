import { expect, test } from 'vitest'
import { signOf, withSign } from './formatting.ts'

const keys = { code: '', ctrlKey: true, metaKey: false, shiftKey: false, altKey: false }
/** The text after it, with what is chosen in brackets. */
function after(text: string, sign: string) {
  const [start, end] = [text.indexOf('<'), text.indexOf('>') - 1]
  const plain = text.replace('<', '').replace('>', '')
  const { from, to, text: put, chosen } = withSign(plain, start, end, sign)
  const next = plain.slice(0, from) + put + plain.slice(to)
  return `${next.slice(0, chosen[0])}<${next.slice(...chosen)}>${next.slice(chosen[1])}`
}

test('each formatting key has its sign, and other keys have none', () => {
  expect(['b', 'i', 'e'].map((key) => signOf({ ...keys, key }))).toEqual(['**', '_', '`'])
  expect(signOf({ ...keys, key: 'X', shiftKey: true })).toBe('~~')
  expect(signOf({ ...keys, key: 'b', ctrlKey: false, metaKey: true })).toBe('**')
  expect(
    [{ key: 'x' }, { key: 'b', ctrlKey: false }, { key: 'b', altKey: true }].map((one) => signOf({ ...keys, ...one })),
  ).toEqual([undefined, undefined, undefined])
})

test('a sign is put around what is chosen, and taken away again', () => {
  expect(after('a <bold> b', '**')).toBe('a **<bold>** b')
  expect(after('a **<bold>** b', '**')).toBe('a <bold> b')
  expect(after('a <**bold**> b', '**')).toBe('a <bold> b')
  expect(after('a< bold >b', '_')).toBe('a _<bold>_ b')
})

test('with nothing chosen the caret stands between the signs', () => {
  expect(after('a <>', '~~')).toBe('a ~~<>~~')
})

test('several lines of code get fences of their own lines', () => {
  expect(after('see <a\nb>', '`')).toBe('see \n```\n<a\nb>\n```')
  expect(after('<a\nb>', '`')).toBe('```\n<a\nb>\n```')
})
