import { useId } from 'react'

type Props<Value extends string | number> = {
  label: string
  hint?: string
  /** `lang` where a label is in another language than the page. */
  choices: { value: Value; label: string; lang?: string }[]
  chosen: Value
  onChoose: (value: Value) => void
}

/** One of a few, all of them in sight. */
export function Choices<Value extends string | number>({ label, hint, choices, chosen, onChoose }: Props<Value>) {
  const id = useId()
  return (
    <fieldset
      aria-describedby={hint && `${id}-hint`}
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2"
    >
      <legend className="float-start contents font-medium">
        <span className="font-medium">{label}</span>
      </legend>
      <div className="flex flex-wrap gap-0.5 rounded-m bg-hover p-0.5">
        {choices.map(({ value, label: words, lang }) => (
          <label key={value} lang={lang} className="cursor-pointer">
            <input
              type="radio"
              name={id}
              checked={value === chosen}
              onChange={() => onChoose(value)}
              className="peer sr-only"
            />
            <span className="flex h-8 items-center rounded-[calc(var(--radius-m)-2px)] px-3 text-ink-2 transition-colors select-none peer-checked:bg-paper peer-checked:font-medium peer-checked:text-ink peer-checked:shadow-[0_0_0_1px_var(--color-edge)] peer-hover:text-ink peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent phone:h-11">
              {words}
            </span>
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="w-full text-sm text-ink-3">
          {hint}
        </p>
      )}
    </fieldset>
  )
}
