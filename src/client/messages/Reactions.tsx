import { t } from '@lingui/core/macro'
import { SmilePlus } from 'lucide-react'
import type { Message } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { EmojiButton } from './EmojiButton.tsx'
import { listed } from './happenings.ts'
import { useRowTabIndex } from './rowStop.ts'

type Props = {
  reactions: Message['reactions']
  meId: string
  nameOf: (userId: string) => string
  onReact: (emoji: string, on: boolean) => void
}

export function Reactions({ reactions, meId, nameOf, onReact }: Props) {
  const tabIndex = useRowTabIndex()
  const you = t({ message: 'you', context: 'among who reacted' })
  return (
    <div role="group" aria-label={t`Reactions`} className="mt-1 mb-0.5 flex flex-wrap gap-1.5 phone:mb-1 phone:gap-2">
      {reactions.map(({ emoji, userIds }) => {
        const isMine = userIds.includes(meId)
        const names = listed(userIds.map((userId) => (userId === meId ? you : nameOf(userId))))
        return (
          <button
            key={emoji}
            type="button"
            tabIndex={tabIndex}
            aria-pressed={isMine}
            aria-label={t`${emoji} from ${names}`}
            data-tip={names}
            onClick={() => onReact(emoji, !isMine)}
            className={classes(
              'touchable flex h-7 items-center gap-1.5 rounded-full px-2.5 text-sm tabular-nums inset-ring transition-colors phone:h-9 phone:px-3',
              isMine
                ? 'bg-accent-soft font-strong text-accent-strong inset-ring-accent/60'
                : 'bg-desk text-ink-2 inset-ring-line hover:inset-ring-edge',
            )}
          >
            <span className="text-md">{emoji}</span>
            {userIds.length}
          </button>
        )
      })}
      <EmojiButton
        label={t`Add a reaction`}
        onChoose={(emoji) => onReact(emoji, true)}
        className="touchable h-7! w-9! rounded-full! bg-desk inset-ring inset-ring-line phone:h-9! phone:w-12!"
      >
        <SmilePlus aria-hidden className="size-4!" />
      </EmojiButton>
    </div>
  )
}
