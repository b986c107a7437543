import { t } from '@lingui/core/macro'
import { CheckCheck } from 'lucide-react'
import { listed } from './happenings.ts'

/** Who has read one's own message. */
export function Seen({ names }: { names: string[] }) {
  const sentence = t`Seen by ${{ names: listed(names) }}`
  return (
    <span data-tip={sentence} className="ms-1.5 inline-block align-[1px] text-ink-3">
      <CheckCheck aria-hidden className="inline size-3.5" />
      <span className="sr-only">{sentence}</span>
    </span>
  )
}
