import type { CSSProperties } from 'react'
import { classes } from './classes.ts'
import { initials } from './initials.ts'

type Props = {
  /** Decides the colour. */
  seed: string
  name: string
  size: keyof typeof sizes
  /** Solid for one person, soft for several. */
  look?: 'solid' | 'soft'
  picture?: string | undefined
  isOnline?: boolean | undefined
}

const sizes = {
  small: 'size-7 text-2xs',
  row: 'size-9 text-sm',
  message: 'size-10 text-md',
  large: 'size-16 text-xl',
}

/** Says nothing to a screen reader: the name stands beside it. */
export function Avatar({ seed, name, size, look = 'solid', picture, isOnline = false }: Props) {
  return (
    <span aria-hidden className="relative inline-block shrink-0 align-top select-none">
      <span
        style={{ '--hue': hueOf(seed) } as CSSProperties}
        className={classes(
          'grid place-items-center overflow-hidden rounded-face font-strong tracking-tight',
          sizes[size],
          look === 'solid' ? 'avatar-solid' : 'avatar-soft',
        )}
      >
        {picture === undefined ? (
          initials(name)
        ) : (
          <img src={picture} alt="" draggable={false} className="size-full object-cover" />
        )}
      </span>
      {isOnline && (
        <span className="absolute -end-0.5 -bottom-0.5 size-3 rounded-full border-2 border-desk bg-online" />
      )}
    </span>
  )
}

// No yellows: dark enough for white letters, they look like mud.
const hues = [18, 42, 64, 138, 160, 184, 206, 228, 250, 272, 294, 316, 338, 358]

/** Hues that can be told apart, the same one always for the same id. Ids made in one moment differ little, so they are stirred well. */
function hueOf(seed: string): number {
  let hash = 2166136261
  for (const letter of seed) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hues[((hash ^ (hash >>> 16)) >>> 0) % hues.length] ?? 0
}
