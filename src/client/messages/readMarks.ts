import { parse, postprocess, preprocess } from 'micromark'
import type { Event, Token } from 'micromark-util-types'
import { addressOf, pieces } from './links.ts'
import { pairs } from './pairs.ts'
import { type Segment, segmentsOf } from './segments.ts'
import { unmeant } from './unmeant.ts'

export type Inline =
  | { type: 'text' | 'code'; text: string }
  | { type: 'strong' | 'emphasis' | 'strike' | 'spoiler'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }

/** `blanks` says how many empty lines stood before it. */
export type Block = { blanks: number } & (
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'list'; first: number | undefined; items: Block[][] }
  | { type: 'code'; language: string; text: string }
)

const extensions = [{ disable: { null: unmeant } }, pairs('~', 'strike'), pairs('|', 'spoiler')]
const deepest = 16
const mostSigns = 500

/** What a text says with its marks; undefined when it is signs more than words, and better shown as it was typed. */
export function readMarks(text: string): Block[] | undefined {
  const masked = withoutFalseMarks(text)
  if (isAllSigns(masked)) return undefined
  const blocks: Block[] = []
  let lastLine = -1
  for (const segment of segmentsOf(masked)) {
    const read = readSegment(text, masked, segment, lastLine)
    if (!read) return undefined
    blocks.push(...read.blocks)
    lastLine = read.lastLine
  }
  return blocks
}

const falseMarks = /@[a-z\d][a-z\d._-]*|¯\\_\(ツ\)_\/¯|\\[^*_~`|]/giu

/** The same length, with letters for signs that only look like marks: in addresses, in names, a backslash before anything else. */
function withoutFalseMarks(text: string): string {
  let masked = ''
  for (const { text: piece, href } of pieces(text)) {
    if (href === undefined) masked += piece.replace(falseMarks, (found) => 'x'.repeat(found.length))
    else masked += piece.replace(/[*_~|\\]/g, 'x')
  }
  return masked
}

const signs = /[*_~`|[\]]|^[ \t]*(?:>|[-+*]|\d{1,9}[.)])|^[ \t]*$/gm
const nested = /^[ \t]*(?:(?:>|[-+*]|\d{1,9}[.)])[ \t]*){9}/m
const fenced = /^(`{3,}|~{3,})[^`\n]*\n(?:(?!\1).*\n)*\1/gm

/** More signs than anybody writes for their meaning, or deeper within one another than anybody reads: it would take long. */
function isAllSigns(text: string): boolean {
  const open = text.replace(fenced, '***')
  return nested.test(open) || (open.match(signs)?.length ?? 0) > mostSigns
}

/** Something that was begun and has not ended yet. Each kind of it uses its own part of this. */
type Frame = {
  blocks: Block[]
  items: Block[][]
  inlines: Inline[]
  text: string
  language: string
  href: string | undefined
  first: number | undefined
  /** The line on which what stands before it ended. */
  lineBefore: number
}

const ignored = new Set([
  'blockQuotePrefix',
  'listItemIndent',
  'codeFencedFenceInfo',
  'codeFencedFenceMeta',
  'resource',
])
const words = new Set(['data', 'characterEscapeValue', 'linePrefix', 'lineSuffix', 'lineEnding', 'hardBreakTrailing'])
const code = new Set(['codeFlowValue', 'codeTextData', 'lineEnding'])

function readSegment(text: string, masked: string, { start, end, line }: Segment, lineBefore: number) {
  const root = emptyFrame(lineBefore)
  const frames = [root]
  let lastLine = lineBefore
  let outside: Token | undefined
  let indent = ''

  for (const [when, token] of eventsOf(masked.slice(start, end))) {
    if (outside) outside = when === 'exit' && token === outside ? undefined : outside
    else if (when === 'enter') enter(token, frames.at(-1) ?? root)
    else if (isKept(token.type)) leave(token.type, token, frames.pop() ?? root, frames.at(-1) ?? root)
    if (frames.length > deepest) return undefined
  }
  return { blocks: root.blocks, lastLine }

  function enter(token: Token, top: Frame) {
    const { type } = token
    if (isKept(type)) frames.push(emptyFrame(lastLine))
    if (type === 'paragraph' && indent !== '') addWords(frames.at(-1) ?? root, indent)
    if (type === 'listItemPrefix') top.items.push([])
    if (type === 'listItemValue') top.first ??= Number(typed(token))
    if (type === 'codeFencedFenceInfo') top.language = typed(token)
    // Words behind the language are no language, so they are the first line.
    if (type === 'codeFencedFenceMeta') [top.language, top.text] = ['', `${top.language} ${typed(token)}`]
    if (type === 'resource') top.href = addressOf(/^\(\s*<?([^\s<>]*?)>?[\s)]/.exec(typed(token))?.[1] ?? '')
    if (words.has(type)) addWords(top, typed(token))
    if (code.has(type)) top.text += typed(token)
    if (ignored.has(type)) outside = token
    indent = type === 'linePrefix' && top === root ? typed(token) : type === 'content' ? indent : ''
  }

  function leave(type: Kept, token: Token, { blocks, items, inlines, ...frame }: Frame, parent: Frame) {
    switch (type) {
      case 'paragraph':
        return addBlock(token, frame.lineBefore, parent, { type: 'paragraph', children: inlines })
      case 'blockQuote':
        return addBlock(token, frame.lineBefore, parent, { type: 'quote', blocks })
      case 'codeFenced': {
        const lines = withoutFences(frame.text)
        if (lines === '') return addBlock(token, frame.lineBefore, parent, asTyped(typed(token)))
        return addBlock(token, frame.lineBefore, parent, { type: 'code', language: frame.language, text: lines })
      }
      case 'listOrdered':
      case 'listUnordered': {
        const isEmpty = items.every((item) => item.length === 0)
        if (isEmpty) return addBlock(token, frame.lineBefore, parent, asTyped(typed(token)))
        return addBlock(token, frame.lineBefore, parent, { type: 'list', first: frame.first, items })
      }
      case 'codeText':
        return parent.inlines.push({ type: 'code', text: frame.text })
      case 'link':
        if (frame.href === undefined) return addWords(parent, typed(token))
        return parent.inlines.push({ type: 'link', href: frame.href, children: inlines })
      case 'strong':
      case 'emphasis':
      case 'strike':
      case 'spoiler':
        return parent.inlines.push({ type, children: inlines })
    }
  }

  function addBlock(token: Token, before: number, parent: Frame, block: DistributiveOmit<Block, 'blanks'>) {
    const siblings = parent.items.at(-1) ?? parent.blocks
    const isFirst = siblings.length === 0 && (parent !== root || lineBefore < 0)
    const blanks = isFirst ? 0 : line + token.start.line - 2 - before
    siblings.push({ ...block, blanks: Math.max(0, blanks) })
    const isLeaf = block.type === 'paragraph' || block.type === 'code'
    if (isLeaf) lastLine = line + token.end.line - 1
  }

  function typed(token: Token) {
    return text.slice(start + token.start.offset, start + token.end.offset)
  }
}

function asTyped(text: string) {
  return { type: 'paragraph' as const, children: [{ type: 'text' as const, text }] }
}

type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never

function eventsOf(text: string): Event[] {
  return postprocess(
    parse({ extensions })
      .document()
      .write(preprocess()(text, undefined, true)),
  )
}

function emptyFrame(lineBefore: number): Frame {
  return { blocks: [], items: [], inlines: [], text: '', language: '', href: undefined, first: undefined, lineBefore }
}

const kept = [
  'paragraph',
  'blockQuote',
  'listOrdered',
  'listUnordered',
  'codeFenced',
  'codeText',
  'link',
  'strong',
  'emphasis',
  'strike',
  'spoiler',
] as const
type Kept = (typeof kept)[number]
const isKept = (type: string): type is Kept => kept.some((one) => one === type)

function addWords({ inlines }: Frame, typed: string) {
  const last = inlines.at(-1)
  if (last?.type === 'text') last.text += typed
  else inlines.push({ type: 'text', text: typed })
}

/** The lines of the fences end and begin what stands between them. */
function withoutFences(text: string): string {
  return text.replace(/^\n|\n$/g, '')
}
