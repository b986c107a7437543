import { t } from '@lingui/core/macro'
import { SmilePlus } from 'lucide-react'
import { usePreferences } from '../settings/preferences.ts'
import { classes } from '../ui/classes.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { actionsOf, reactKey, usualReactions, type Verbs } from './actions.ts'
import { EmojiButton } from './EmojiButton.tsx'
import { useRowTabIndex } from './rowStop.ts'

type Props = { verbs: Verbs; isReacting: boolean; onReacting: (isReacting: boolean) => void }

/** What can be done with a message, at its upper right, for the pointer and the keyboard. */
export function MessageActions({ verbs, isReacting, onReacting }: Props) {
  const tabIndex = useRowTabIndex()
  const { singleKeys } = usePreferences()
  return (
    <div
      role="toolbar"
      aria-label={t`Actions for this message`}
      className={classes(
        'absolute -top-4 end-(--gutter) z-10 flex rounded-m border border-line bg-paper p-0.5 shadow-float touch:hidden',
        !isReacting && 'invisible group-focus-within:visible group-hover:visible',
      )}
    >
      {usualReactions.slice(0, 2).map((emoji) => (
        <IconButton
          key={emoji}
          label={t`React with ${emoji}`}
          tabIndex={tabIndex}
          onClick={() => verbs.onReact(emoji, true)}
        >
          <span className="text-md">{emoji}</span>
        </IconButton>
      ))}
      <EmojiButton
        label={t`Add a reaction`}
        onChoose={(emoji) => verbs.onReact(emoji, true)}
        isOpen={isReacting}
        onOpenChange={onReacting}
        {...(singleKeys && { keys: reactKey })}
      >
        <SmilePlus aria-hidden />
      </EmojiButton>
      {actionsOf(verbs).map(({ label, key, Icon, act, isAlarm }) => (
        <IconButton
          key={label}
          label={label}
          tabIndex={tabIndex}
          onClick={act}
          {...(singleKeys && { keys: key })}
          {...(isAlarm && { look: 'alarm' })}
        >
          <Icon aria-hidden />
        </IconButton>
      ))}
    </div>
  )
}
