import { useTyping } from '../live/useSeen.ts'
import { listed } from './happenings.ts'

type Props = { chatId: string; nameOf: (userId: string) => string }

const most = 3

/** Who is typing. It is as high when nobody is. */
export function TypingLine({ chatId, nameOf }: Props) {
  const typists = useTyping(chatId)
  const names = typists.length > most ? 'Several people' : listed(typists.map(nameOf))
  return (
    <p aria-live="off" className="h-6 shrink-0 truncate px-(--gutter) ps-[calc(var(--gutter)+52px)] text-sm text-ink-3">
      {typists.length > 0 && `${names} ${typists.length === 1 ? 'is' : 'are'} typing…`}
    </p>
  )
}
