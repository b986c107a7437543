import { keyOf } from './keyOf.ts'

type Keys = { key: string; code: string; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean; altKey: boolean }
/** What takes the place of the letters between two places, and what is chosen in it then. */
export type Change = { from: number; to: number; text: string; chosen: [number, number] }

/** The sign that a key puts around what is chosen: bold, italic, code, struck. */
export function signOf({ key, code, ctrlKey, metaKey, shiftKey, altKey }: Keys): string | undefined {
  const hasCommand = ctrlKey !== metaKey && !altKey
  if (!hasCommand) return undefined
  const letter = keyOf({ key, code })
  if (shiftKey) return letter === 'x' ? '~~' : undefined
  return { b: '**', i: '_', e: '`' }[letter]
}

/** Puts a sign around what is chosen, or takes it away when it is there. Lines of code get fences. */
export function withSign(text: string, start: number, end: number, sign: string): Change {
  const words = text.slice(start, end)
  if (sign === '`' && words.includes('\n')) {
    const fenced = `${start === 0 || text[start - 1] === '\n' ? '' : '\n'}\`\`\`\n${words}\n\`\`\``
    const first = start + fenced.indexOf(words)
    return { from: start, to: end, text: fenced, chosen: [first, first + words.length] }
  }
  const size = sign.length
  const hasAround = text.slice(start - size, start) === sign && text.slice(end, end + size) === sign
  if (hasAround && start >= size) {
    return { from: start - size, to: end + size, text: words, chosen: [start - size, end - size] }
  }
  if (words.length > 2 * size && words.startsWith(sign) && words.endsWith(sign)) {
    return { from: start, to: end, text: words.slice(size, -size), chosen: [start, end - 2 * size] }
  }
  // A sign must touch the words, so blanks stay outside.
  const before = words.length - words.trimStart().length
  const inner = words.trim()
  const whole = inner === '' ? `${words}${sign}${sign}` : words.replace(inner, () => `${sign}${inner}${sign}`)
  const first = inner === '' ? end + size : start + before + size
  return { from: start, to: end, text: whole, chosen: [first, first + inner.length] }
}

/** True when the key was one of these: then what is chosen in the area has its sign. */
export function formatOnKey(
  event: Keys & { preventDefault: () => void; stopPropagation: () => void },
  area: HTMLTextAreaElement | null,
) {
  const sign = signOf(event)
  if (sign === undefined || !area) return false
  event.preventDefault()
  event.stopPropagation()
  typeInto(area, withSign(area.value, area.selectionStart, area.selectionEnd, sign))
  return true
}

/** As if it had been typed, so that the browser can take it back. */
function typeInto(area: HTMLTextAreaElement, { from, to, text, chosen }: Change) {
  area.setSelectionRange(from, to)
  const isTyped = document.execCommand('insertText', false, text)
  if (!isTyped) {
    area.setRangeText(text, from, to)
    area.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  area.setSelectionRange(...chosen)
}
