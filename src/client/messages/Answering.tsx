import { t } from '@lingui/core/macro'
import { CornerUpRight, X } from 'lucide-react'
import { IconButton } from '../ui/IconButton.tsx'
import { quoteLine } from './quoteLine.ts'
import { useQuoted } from './useQuoted.ts'

type Props = { chatId: string; id: string; onCancel: () => void }

/** In the composer: what is being answered, and the way to say something else. */
export function Answering({ chatId, id, onCancel }: Props) {
  const quoted = useQuoted(chatId, id)
  return (
    <div className="flex h-9 w-full min-w-0 items-center gap-2 rounded-s bg-desk ps-3 text-sm text-ink-2 phone:h-11">
      <CornerUpRight aria-hidden className="size-4 shrink-0 text-accent" />
      <p role="status" className="min-w-0 flex-1 truncate">
        {t({ message: 'Answering', comment: 'Before a name and what was said: “Answering Bob: Where are you?”' })}{' '}
        {quoted && (
          <>
            <bdi className="font-medium text-ink">{quoted.sender.displayName}</bdi>: <bdi>{quoteLine(quoted)}</bdi>
          </>
        )}
      </p>
      <IconButton label={t`Answer nothing`} keys="esc" onClick={onCancel}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
