import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { classes } from '../ui/classes.ts'
import { Late, lazily } from '../ui/lazily.tsx'

const ConnectionWords = lazily(async () => (await import('./ConnectionWords.ts')).ConnectionWords)

const NoticeContext = createContext({ words: [] as string[], hasLine: false, setHasLine: (_: boolean) => {} })

/** Within it the words about the connection are known. */
export function ConnectionNotices({ children }: { children: ReactNode }) {
  const [words, setWords] = useState<string[]>([])
  const [hasLine, setHasLine] = useState(false)
  return (
    <NoticeContext value={{ words, hasLine, setHasLine }}>
      {children}
      <Late>
        <ConnectionWords onWords={setWords} />
      </Late>
    </NoticeContext>
  )
}

/** A line above what is being written, there before anything is said: as many sentences as fit, over what else stands in it. */
export function ConnectionLine({ most = 2, children }: { most?: number; children?: ReactNode }) {
  const { words, setHasLine } = useContext(NoticeContext)
  useEffect(() => {
    setHasLine(true)
    return () => setHasLine(false)
  }, [setHasLine])
  return (
    <div className="relative h-6 shrink-0">
      {children}
      <div role="status" className="absolute inset-x-4 inset-y-0 phone:inset-x-2">
        {words.length > 0 && (
          <p className="flex h-full flex-wrap content-start gap-x-1 overflow-hidden rounded-s bg-signal-soft px-2 text-sm leading-6 font-medium">
            <Sentences words={words.slice(0, most)} className="max-w-full truncate" />
          </p>
        )}
      </div>
    </div>
  )
}

/** Floats where there is no such line, and lets every pointer through. */
export function ConnectionPill({ className }: { className: string }) {
  const { words, hasLine } = useContext(NoticeContext)
  return (
    <div role="status" className={classes('pointer-events-none flex h-0 items-end justify-center', className)}>
      {!hasLine && words.length > 0 && (
        <p
          key={words.join()}
          className="rounded-l border border-line bg-signal-soft px-4 py-1.5 text-center text-sm font-medium text-balance shadow-float"
        >
          <Sentences words={words} />
        </p>
      )}
    </div>
  )
}

function Sentences({ words, className }: { words: string[]; className?: string }) {
  return words.map((sentence) => (
    <span key={sentence} className={className}>
      {sentence}{' '}
    </span>
  ))
}
