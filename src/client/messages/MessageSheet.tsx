import { t } from '@lingui/core/macro'
import { classes } from '../ui/classes.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { actionsOf, usualReactions, type Verbs } from './actions.ts'

type Props = { verbs: Verbs; author: string; onClose: () => void }

/** What can be done with a message, for a finger. */
export function MessageSheet({ verbs, author, onClose }: Props) {
  const then = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Dialog title={t`The message of ${author}`} hidesTitle onClose={onClose}>
      <div className="flex justify-between gap-1 border-b border-line p-3">
        {usualReactions.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={t`React with ${emoji}`}
            onClick={then(() => verbs.onReact(emoji, true))}
            className="grid size-12 place-items-center rounded-full bg-desk text-xl active:bg-hover"
          >
            {emoji}
          </button>
        ))}
      </div>
      <div className="p-2">
        {actionsOf(verbs).map(({ label, Icon, act, isAlarm }) => (
          <button
            key={label}
            type="button"
            onClick={then(act)}
            className={classes(
              'flex h-12 w-full items-center gap-3 rounded-m px-3 text-start active:bg-hover [&>svg]:size-5',
              isAlarm && 'text-alarm',
            )}
          >
            <Icon aria-hidden />
            {label}
          </button>
        ))}
      </div>
    </Dialog>
  )
}
