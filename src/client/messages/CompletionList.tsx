import { t } from '@lingui/core/macro'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import { classes } from '../ui/classes.ts'
import type { Choice } from './useCompletion.ts'

type Props = { id: string; choices: Choice[]; active: number; onChoose: (choice: Choice) => void }

/** Stands above the composer while a name is being written. */
export function CompletionList({ id, choices, active, onChoose }: Props) {
  const [first] = choices
  if (!first) return null
  return (
    <div
      id={id}
      role="listbox"
      aria-label={first.kind === 'name' ? t`Members to mention` : t`Emoji`}
      className="absolute bottom-full start-4 z-20 mb-1 w-72 max-w-[calc(100%-32px)] rounded-m border border-line bg-paper p-1 shadow-float"
    >
      {choices.map((choice, index) => (
        <div
          key={choice.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The text keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onChoose(choice)
          }}
          className={classes(
            'flex items-center gap-3 rounded-s px-2 py-1.5 phone:min-h-11',
            index === active && 'bg-hover',
          )}
        >
          <Shown choice={choice} />
        </div>
      ))}
    </div>
  )
}

function Shown({ choice }: { choice: Choice }) {
  if (choice.kind === 'emoji') {
    return (
      <>
        <span className="w-7 text-center text-lg">{choice.emoji.sign}</span>
        <bdi className="min-w-0 truncate">:{choice.emoji.name}:</bdi>
      </>
    )
  }
  return (
    <>
      <PersonAvatar person={choice.member} size="small" />
      <span dir="auto" className="min-w-0 truncate font-medium">
        {choice.member.displayName}
      </span>
      <span className="ms-auto max-w-1/2 shrink-0 truncate text-sm text-ink-3">
        <bdi>@{choice.member.username}</bdi>
      </span>
    </>
  )
}
