import { t } from '@lingui/core/macro'
import { Check, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import type { Person } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { Option } from '../ui/Option.tsx'
import { useListbox } from '../ui/useListbox.ts'
import { PeopleFault, PeopleSkeleton } from './PeopleStates.tsx'
import { PersonLine } from './PersonLine.tsx'
import { usePeopleSearch } from './usePeopleSearch.ts'

type Props = {
  field: RefObject<HTMLInputElement | null>
  chosen: Person[]
  onChange: (chosen: Person[]) => void
  /** Those who need not be chosen. */
  leavesOut?: (person: Person) => boolean
}

/** Chooses people by a few letters of their names. */
export function PeopleChooser({ field, chosen, onChange, leavesOut = () => false }: Props) {
  const [typed, setTyped] = useState('')
  const search = usePeopleSearch(typed)
  const people = search.people.filter((person) => !leavesOut(person))
  const isChosen = (person: Person) => chosen.some(({ id }) => id === person.id)
  const takeBack = (person: Person) => onChange(chosen.filter(({ id }) => id !== person.id))
  const listbox = useListbox({
    isSettled: search.isSettled,
    keys: people.map(({ id }) => id),
    onChoose(index) {
      const person = people[index]
      if (!person) return
      if (isChosen(person)) takeBack(person)
      else onChange([...chosen, person])
      setTyped('')
      field.current?.focus()
    },
  })

  function onKeyDown(event: KeyboardEvent) {
    const last = chosen.at(-1)
    if (event.key === 'Backspace' && typed === '' && last) takeBack(last)
    listbox.field.onKeyDown(event)
  }

  return (
    <>
      <div className="mx-5 mt-3 flex max-h-[min(7rem,20dvh)] shrink-0 flex-wrap items-center gap-1.5 phone:gap-2 overflow-y-auto rounded-m p-1.5 inset-ring inset-ring-edge focus-within:inset-ring-2 focus-within:inset-ring-accent">
        {chosen.map((person) => (
          <button
            key={person.id}
            type="button"
            aria-label={t`Take back ${{ name: person.displayName }}`}
            onClick={() => {
              takeBack(person)
              field.current?.focus()
            }}
            className="flex h-7 max-w-48 items-center gap-1 rounded-s bg-accent-soft pe-1.5 ps-2.5 text-sm font-medium text-accent-strong phone:h-9 touchable"
          >
            <span dir="auto" className="truncate">
              {person.displayName}
            </span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        ))}
        <input
          ref={field}
          {...listbox.field}
          onKeyDown={onKeyDown}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t`Find people`}
          placeholder={chosen.length === 0 ? t`Find people by name` : ''}
          spellCheck={false}
          autoComplete="off"
          className="h-7 min-w-24 flex-1 bg-transparent px-1.5 outline-none phone:-my-1 phone:h-11 phone:text-typed"
        />
      </div>
      <div onScroll={search.onScroll} className="mt-2 h-72 min-h-16 overflow-y-auto overscroll-contain px-3 pb-2">
        <div {...listbox.list} aria-label={t`People`} aria-multiselectable>
          {people.map((person, index) => (
            <Option
              key={person.id}
              isActive={index === listbox.active}
              {...listbox.option(index)}
              aria-selected={isChosen(person)}
            >
              <PersonLine person={person}>
                <span
                  className={classes(
                    'grid size-5 place-items-center rounded-full',
                    isChosen(person) ? 'bg-accent text-on-accent' : 'inset-ring inset-ring-edge',
                  )}
                >
                  {isChosen(person) && <Check aria-hidden className="size-3.5" strokeWidth={3} />}
                </span>
              </PersonLine>
            </Option>
          ))}
        </div>
        {search.isLoading && <PeopleSkeleton />}
        {search.error && <PeopleFault error={search.error} onRetry={() => void search.refetch()} />}
        {people.length === 0 && search.isSettled && !search.error && (
          <p role="status" className="p-6 text-center text-ink-2">
            {typed === '' ? t`Nobody else is here yet.` : t`Nobody is called “${typed}”.`}
          </p>
        )}
      </div>
    </>
  )
}
