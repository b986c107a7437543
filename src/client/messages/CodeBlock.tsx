import { t } from '@lingui/core/macro'
import { Check, Copy } from 'lucide-react'
import { type CSSProperties, type ReactNode, useEffect, useState } from 'react'
import { classes } from '../ui/classes.ts'
import { copyText } from '../ui/copyText.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { tellFault } from '../ui/toasts.ts'
import type { Painted } from './highlight.ts'
import { useRowTabIndex } from './rowStop.ts'

type Props = { text: string; language: string; style: CSSProperties | undefined }

const thanksMs = 2000

/** Code in its own box, which scrolls when a line is long. Its colours come later and move nothing. */
export function CodeBlock({ text, language, style }: Props) {
  const painted = usePainted(text, language)
  const tabIndex = useRowTabIndex()
  return (
    <div dir="ltr" style={style} className="group/code relative my-1 max-w-full">
      <pre
        tabIndex={tabIndex}
        role="region"
        aria-label={language ? t`Code, ${language}` : t`Code`}
        className="overflow-x-auto rounded-m border border-line bg-desk px-3 py-2 phone:min-h-[54px] font-mono text-sm leading-5 wrap-normal whitespace-pre select-text"
      >
        <code>{painted ? painted.map(colours) : text}</code>
      </pre>
      <CopyButton text={text} />
    </div>
  )
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false)
  const tabIndex = useRowTabIndex()
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), thanksMs)
    return () => clearTimeout(timer)
  }, [isCopied])

  async function copy() {
    try {
      await copyText(text)
      setCopied(true)
    } catch {
      tellFault(t`The browser did not let the code be copied.`)
    }
  }

  return (
    <>
      <IconButton
        label={t`Copy the code`}
        tabIndex={tabIndex}
        onClick={() => void copy()}
        className={classes(
          'absolute top-1 end-1 bg-desk',
          'opacity-0 group-hover/code:opacity-100 group-focus-within/code:opacity-100 touch:opacity-100',
        )}
      >
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {isCopied && t`Copied`}
      </span>
    </>
  )
}

function usePainted(text: string, language: string): Painted[] | undefined {
  const [painted, setPainted] = useState<{ of: string; nodes: Painted[] | undefined }>()
  const key = `${language}\n${text}`
  useEffect(() => {
    if (language === '') return
    let isOver = false
    const paint = async () => {
      const { highlight } = await import('./highlight.ts')
      const nodes = await highlight(text, language)
      if (!isOver) setPainted({ of: key, nodes })
    }
    // Without colours it can be read as well.
    paint().catch(() => undefined)
    return () => void (isOver = true)
  }, [text, language, key])
  return painted?.of === key ? painted.nodes : undefined
}

function colours(node: Painted, index: number): ReactNode {
  if (typeof node === 'string') return node
  return (
    <span key={index} className={node.look}>
      {node.children.map(colours)}
    </span>
  )
}
