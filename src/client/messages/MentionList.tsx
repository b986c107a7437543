import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Member } from '../trpc.ts'
import { classes } from '../ui/classes.ts'

type Props = { id: string; choices: Member[]; active: number; onChoose: (member: Member) => void }

/** Stands above the composer while a name is being written. */
export function MentionList({ id, choices, active, onChoose }: Props) {
  if (choices.length === 0) return null
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Members to mention"
      className="absolute bottom-full left-4 z-20 mb-1 w-72 max-w-[calc(100%-32px)] rounded-m border border-line bg-paper p-1 shadow-float"
    >
      {choices.map((member, index) => (
        <div
          key={member.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The text keeps the focus.
          onPointerDown={(event) => {
            event.preventDefault()
            onChoose(member)
          }}
          className={classes(
            'flex items-center gap-3 rounded-s px-2 py-1.5 phone:py-2.5',
            index === active && 'bg-hover',
          )}
        >
          <PersonAvatar person={member} size="small" />
          <span dir="auto" className="min-w-0 truncate font-medium">
            {member.displayName}
          </span>
          <span className="ml-auto max-w-1/2 shrink-0 truncate text-sm text-ink-3">@{member.username}</span>
        </div>
      ))}
    </div>
  )
}
