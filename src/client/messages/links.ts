export type Piece = { text: string; href?: string }

// Nothing invisible and nothing that turns the direction of writing belongs to an address: it could look like another.
const address = /\bhttps?:\/\/[^\s<>"'`\p{Cf}\p{Cc}]+/giu
const closing = /[.,:;!?…*_~|'"»”’]+$/u

/** A text cut into words and web addresses. Only http and https become links of themselves. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let end = 0
  for (const { 0: typed, index } of text.matchAll(address)) {
    const shown = withoutClosing(typed)
    const href = addressOf(shown)
    if (href === undefined) continue
    if (index > end) found.push({ text: text.slice(end, index) })
    found.push({ text: shown, href })
    end = index + shown.length
  }
  if (end < text.length) found.push({ text: text.slice(end) })
  return found
}

/** What ends the sentence does not belong to the address; a bracket does when it was opened inside. */
function withoutClosing(typed: string): string {
  const shorter = typed.replace(closing, '')
  const last = shorter.at(-1) ?? ''
  const opening = { ')': '(', ']': '[', '}': '{' }[last]
  const isUnopened = opening !== undefined && shorter.split(last).length > shorter.split(opening).length
  if (isUnopened) return withoutClosing(shorter.slice(0, -1))
  return shorter
}

const strange = /[\p{Cf}\p{Cc}\s]/u

/** Where a link may lead: the web, or a letter. */
export function addressOf(typed: string): string | undefined {
  if (strange.test(typed) || !URL.canParse(typed)) return undefined
  const { protocol, href } = new URL(typed)
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined
}

/**
 * Where a link really leads, when its words do not say it: other words than the address, foreign letters that look like
 * known ones, a name before an @ that is no host.
 */
export function hiddenHost(words: string, href: string): string | undefined {
  const { protocol, host, pathname } = new URL(href)
  const place = protocol === 'mailto:' ? decodeURIComponentSafely(pathname) : host
  const [, said = ''] = /^(?:https?:\/\/|mailto:)?([^/?#\s]*)/i.exec(words.trim()) ?? []
  return said.toLowerCase() === place.toLowerCase() ? undefined : place
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
