import { Search } from 'lucide-react'

type Props = { label: string; value: string; onType: (text: string) => void }

export function SearchField({ label, value, onType }: Props) {
  return (
    <div className="relative">
      <Search aria-hidden className="pointer-events-none absolute top-1/2 start-3 size-4 -translate-y-1/2 text-ink-3" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        maxLength={64}
        onChange={(event) => onType(event.target.value)}
        className="h-10 w-full rounded-m bg-paper pe-3 ps-9 inset-ring inset-ring-edge focus-visible:inset-ring-2 focus-visible:inset-ring-accent focus-visible:outline-none phone:h-11 phone:text-typed"
      />
    </div>
  )
}
