/**
 * What nobody means in a chat: a line that begins with a hash is no heading, indented words are no code, and there is no HTML.
 * By the names of micromark's constructs.
 */
export const unmeant = [
  'autolink',
  'characterReference',
  'codeIndented',
  'definition',
  'hardBreakEscape',
  'headingAtx',
  'htmlFlow',
  'htmlText',
  'labelStartImage',
  'setextUnderline',
  'thematicBreak',
]
