export type Segment = { start: number; end: number; line: number }

const quoted = /^[ \t]{0,3}>/
const listed = /^[ \t]{0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/
const indented = /^(?:[ \t]{2,}\S|[ \t]*$)/
/** Code that begins behind words, as people write it. */
const lateFence = /^([^`]+)```[\w+#.-]*[ \t]*$/
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
    const end = start + words.length
    const before = open === undefined && next === 'words' && text.includes('\n```', end) && lateFence.exec(words)?.[1]
    if (before && before.trim() !== '') {
      add(segments, next === kind, { start, end: start + before.length, line })
      segments.push({ start: start + before.length, end, line })
      open = '```'
      kind = next
      start = end + 1
      continue
    }
    add(segments, next === kind, { start, end, line })
    kind = next
    const mark = fence.exec(words)?.[1]
    if (open !== undefined && mark?.startsWith(open) && words.trim() === mark) open = undefined
    else if (open === undefined && kind !== 'quote') open = mark
    start = end + 1
  }
  return segments
}

/** To the one before it, when it is of the same kind. */
function add(segments: Segment[], isSame: boolean, segment: Segment) {
  const last = segments.at(-1)
  if (last && isSame) last.end = segment.end
  else segments.push(segment)
}

function kindOf(line: string, before: string | undefined): string {
  if (quoted.test(line)) return 'quote'
  if (listed.test(line)) return 'list'
  return before === 'list' && indented.test(line) ? 'list' : 'words'
}
