import { t } from '@lingui/core/macro'
import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { classes } from './classes.ts'

type Props = ComponentProps<'input'> & { label: string; hint?: ReactNode; fault?: string | undefined }

export function Field({ label, hint, fault, className, ...props }: Props) {
  const id = useId()
  const [isShown, setShown] = useState(false)
  const isSecret = props.type === 'password'
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium text-ink-2">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          spellCheck={false}
          autoCapitalize="off"
          {...props}
          type={isShown ? 'text' : props.type}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-note`}
          className={classes(
            'h-10 w-full rounded-m bg-paper px-3 inset-ring inset-ring-edge transition-shadow phone:h-11 phone:text-typed',
            'focus-visible:inset-ring-2 focus-visible:inset-ring-accent focus-visible:outline-none aria-invalid:inset-ring-alarm disabled:cursor-not-allowed disabled:bg-desk disabled:text-ink-3',
            isSecret && 'pe-11',
          )}
        />
        {isSecret && (
          <button
            type="button"
            aria-label={isShown ? t`Hide the password` : t`Show the password`}
            onClick={() => setShown(!isShown)}
            className="absolute top-1 end-1 bottom-1 grid phone:top-0 phone:end-0 phone:bottom-0 aspect-square place-items-center rounded-s text-ink-3 hover:text-ink"
          >
            <Icon aria-hidden className="size-4" />
          </button>
        )}
      </div>
      <p id={`${id}-note`} className={classes('mt-1 min-h-[1.125rem] text-sm', fault ? 'text-alarm' : 'text-ink-3')}>
        {fault ?? hint}
      </p>
    </div>
  )
}
