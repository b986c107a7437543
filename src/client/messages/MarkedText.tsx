import { Fragment, type ReactNode, useMemo } from 'react'
import { classes } from '../ui/classes.ts'
import { CodeBlock } from './CodeBlock.tsx'
import { hiddenHost } from './links.ts'
import { type Block, type Inline, readMarks } from './readMarks.ts'
import { Spoiler } from './Spoiler.tsx'
import { TextLink } from './TextLink.tsx'
import { Words } from './Words.tsx'

type Props = { text: string; before: ReactNode; after: ReactNode; plain: ReactNode }

/** A text with marks as what they mean: React elements, each of them chosen here. */
export function MarkedText({ text, before, after, plain }: Props) {
  const blocks = useMemo(() => readMarks(text), [text])
  if (!blocks) return plain
  const endsInWords = blocks.at(-1)?.type === 'paragraph'
  const beginsWithWords = blocks[0]?.type === 'paragraph'
  return (
    <>
      {!beginsWithWords && before}
      {blocks.map((block, index) => (
        <ShownBlock
          key={index}
          block={block}
          before={index === 0 && beginsWithWords && before}
          after={index === blocks.length - 1 && endsInWords && after}
        />
      ))}
      {!endsInWords && after}
    </>
  )
}

type BlockProps = {
  block: Block
  /** Takes the direction of writing from what it stands in, so that marks and bars stand at the right side. */
  isInner?: boolean
  before?: ReactNode
  after?: ReactNode
}

function ShownBlock({ block, isInner = false, before, after }: BlockProps) {
  const style = block.blanks > 0 ? { marginTop: `${block.blanks}lh` } : undefined
  switch (block.type) {
    case 'paragraph':
      return (
        <div
          {...(!isInner && { dir: 'auto' })}
          style={style}
          className="whitespace-pre-wrap in-[[dir=rtl]]:w-fit [unicode-bidi:plaintext]"
        >
          {before}
          <Inlines inlines={block.children} />
          {after}
        </div>
      )
    case 'quote':
      return (
        <blockquote
          {...(!isInner && { dir: 'auto' })}
          style={style}
          className="my-0.5 border-s-[3px] border-edge ps-3 text-ink-2 in-[[dir=rtl]]:w-fit"
        >
          <Blocks blocks={block.blocks} />
        </blockquote>
      )
    case 'list':
      return <ShownList first={block.first} items={block.items} isInner={isInner} style={style} />
    case 'code':
      return <CodeBlock text={block.text} language={block.language} style={style} />
  }
}

type ListProps = {
  first: number | undefined
  items: Block[][]
  isInner: boolean
  style: { marginTop: string } | undefined
}

function ShownList({ first, items, isInner, style }: ListProps) {
  const List = first === undefined ? 'ul' : 'ol'
  const widest = first === undefined ? 1 : String(first + items.length - 1).length
  return (
    <List
      {...(first !== undefined && { start: first })}
      {...(!isInner && { dir: 'auto' })}
      style={{ ...style, paddingInlineStart: `${widest + 1}ch` }}
      className={classes('in-[[dir=rtl]]:w-fit', first === undefined ? 'list-disc' : 'list-decimal')}
    >
      {items.map((blocks, index) => (
        <li key={index} className="ps-1 marker:text-ink-3 marker:tabular-nums">
          <Blocks blocks={blocks} />
        </li>
      ))}
    </List>
  )
}

function Blocks({ blocks }: { blocks: Block[] }) {
  return blocks.map((block, index) => <ShownBlock key={index} block={block} isInner />)
}

function Inlines({ inlines }: { inlines: Inline[] }) {
  return inlines.map((inline, index) => <Fragment key={index}>{shown(inline)}</Fragment>)
}

function shown(inline: Inline): ReactNode {
  switch (inline.type) {
    case 'text':
      return <Words text={inline.text} />
    case 'code':
      return (
        <code className="rounded-xs bg-hover px-1 py-px font-mono text-[0.9em] [unicode-bidi:isolate]">
          {inline.text}
        </code>
      )
    case 'strong':
      return (
        <strong className="font-strong">
          <Inlines inlines={inline.children} />
        </strong>
      )
    case 'emphasis':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      )
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.children} />
        </s>
      )
    case 'spoiler':
      return (
        <Spoiler>
          <Inlines inlines={inline.children} />
        </Spoiler>
      )
    case 'link':
      return (
        <TextLink href={inline.href} host={hiddenHost(wordsOf(inline), inline.href)}>
          {wordsOf(inline)}
        </TextLink>
      )
  }
}

/** A link within a link leads nowhere, so the label of one is words alone. */
function wordsOf(inline: Inline): string {
  return 'text' in inline ? inline.text : inline.children.map(wordsOf).join('')
}
