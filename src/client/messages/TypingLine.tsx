import { plural, t } from '@lingui/core/macro'
import { useTyping } from '../live/useSeen.ts'
import { listed } from './happenings.ts'

type Props = { chatId: string; nameOf: (userId: string) => string }

const most = 3

/** Who is typing. It is as high when nobody is. */
export function TypingLine({ chatId, nameOf }: Props) {
  const typists = useTyping(chatId)
  const { length: count } = typists
  const names = listed(typists.map(nameOf))
  const sentence =
    count > most
      ? t`Several people are typing…`
      : plural(count, { one: `${names} is typing…`, other: `${names} are typing…` })
  return (
    <p
      aria-live="off"
      className="h-6 shrink-0 truncate px-(--gutter) ps-[calc(var(--gutter)+40px+var(--spacing)*3)] text-sm text-ink-3"
    >
      {count > 0 && sentence}
    </p>
  )
}
