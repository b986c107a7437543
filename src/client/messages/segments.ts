export type Segment = { start: number; end: number; line: number }

const quoted = /^[ \t]{0,3}>/
const listed = /^[ \t]{0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/
const indented = /^(?:[ \t]{2,}\S|[ \t]*$)/
const fence = /^[ \t]*(`{3,}|~{3,})/

/**
 * Stretches of lines of one kind. A quote or a list ends where its lines end: who writes the answer below a quote does
 * not leave a blank line first, as Markdown would want it.
 */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let kind: string | undefined
  let open: string | undefined
  let start = 0
  for (const [line, words] of text.split('\n').entries()) {
    const next = open === undefined ? kindOf(words, kind) : kind
    const last = segments.at(-1)
    const end = start + words.length
    if (last && next === kind) last.end = end
    else segments.push({ start, end, line })
    kind = next
    const mark = fence.exec(words)?.[1]
    if (open !== undefined && mark?.startsWith(open) && words.trim() === mark) open = undefined
    else if (open === undefined && kind !== 'quote') open = mark
    start = end + 1
  }
  return segments
}

function kindOf(line: string, before: string | undefined): string {
  if (quoted.test(line)) return 'quote'
  if (listed.test(line)) return 'list'
  return before === 'list' && indented.test(line) ? 'list' : 'words'
}
