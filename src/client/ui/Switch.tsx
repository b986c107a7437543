import { Switch as Primitive } from '@base-ui/react/switch'
import { useId } from 'react'

type Props = { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void }

export function Switch({ label, hint, isOn, onChange }: Props) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-3">
            {hint}
          </p>
        )}
      </div>
      <Primitive.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        aria-describedby={hint && `${id}-hint`}
        className="touchable mt-0.5 flex h-6 w-10 shrink-0 items-center rounded-full bg-hover inset-ring inset-ring-edge transition-colors data-checked:bg-accent data-checked:inset-ring-accent"
      >
        <Primitive.Thumb className="block size-4 translate-x-1 rtl:-translate-x-1 rounded-full bg-ink-3 transition-[translate,background-color] data-checked:translate-x-5 rtl:data-checked:-translate-x-5 data-checked:bg-on-accent" />
      </Primitive.Root>
    </div>
  )
}
