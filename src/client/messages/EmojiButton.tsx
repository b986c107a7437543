import { type ReactNode, Suspense, useState } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { lazily } from '../ui/lazily.tsx'

const EmojiPopover = lazily(async () => (await import('../ui/EmojiPopover.tsx')).EmojiPopover)

type Props = {
  label: string
  onChoose: (emoji: string) => void
  onOpenChange?: (isOpen: boolean) => void
  className?: string
  children: ReactNode
}

/** Opens the emoji picker, which is loaded when it is wanted for the first time. */
export function EmojiButton({ label, onChoose, onOpenChange, className, children }: Props) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null)
  const [isOpen, setOpen] = useState(false)
  const open = (next: boolean) => {
    setOpen(next)
    onOpenChange?.(next)
  }
  return (
    <>
      <IconButton
        ref={setButton}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => open(!isOpen)}
        {...(className && { className })}
      >
        {children}
      </IconButton>
      {isOpen && (
        <Suspense>
          <EmojiPopover anchor={button} onChoose={onChoose} onClose={() => open(false)} />
        </Suspense>
      )}
    </>
  )
}
