// One of these signs, or a line that begins like a quote or a list: then the text is read for marks, and only then.
const marked = /[*_`]|~~|\|\||\]\(|^[ \t]{0,3}(?:>|[-+*](?:\s|$)|\d{1,9}[.)]\s)/m

/** False for most of what is said: such a text is shown as it is, and nothing more is loaded or read for it. */
export function mayHaveMarks(text: string): boolean {
  return marked.test(text)
}

const spans = new RegExp(
  [
    '¯\\\\_\\(ツ\\)_\\/¯',
    '\\\\(?<escaped>[*_~`|])',
    '(?<fence>`{3,})[^\\n`]*\\n(?<block>[^]*?)(?:\\n[ \\t]*\\k<fence>`*|$)',
    '(?<tick>`+)(?!`)(?<code>[^`\\n]+)\\k<tick>(?!`)',
    '\\|\\|(?=\\S)(?<spoiler>[^|]{1,4000})(?<=\\S)\\|\\|',
    '\\[(?<label>[^[\\]\\n]{1,400})\\]\\((?:https?:\\/\\/|mailto:)[^\\s()]{1,2000}\\)',
    '(?<![\\p{L}\\p{N}])(?<pair>\\*\\*|__|~~|\\*|_)(?=[^\\s*_~])(?<inner>[^\\n]{1,1000}?)(?<=[^\\s])\\k<pair>(?![\\p{L}\\p{N}*_])',
  ].join('|'),
  'gu',
)
const lineStart = /^[ \t]{0,3}(?:>[ \t]?)+/gm
const deepest = 4
const mostShown = 400

/** A text for one line elsewhere (the list of chats, a notification): the beginning of its words without their marks, a spoiler still hidden. */
export function withoutMarks(text: string): string {
  return mayHaveMarks(text) ? bare(text.slice(0, mostShown).replace(lineStart, ''), 0) : text
}

function bare(text: string, depth: number): string {
  if (depth === deepest) return text
  return text.replace(spans, (typed: string, ...found) => {
    const { block, code, escaped, spoiler, label, inner } = found.at(-1) as Record<string, string | undefined>
    if (spoiler !== undefined) return '▒▒▒▒'
    const words = block ?? code ?? escaped
    if (words !== undefined) return words
    return label !== undefined || inner !== undefined ? bare(label ?? inner ?? '', depth + 1) : typed
  })
}
