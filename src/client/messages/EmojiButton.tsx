import { type ReactNode, useState } from 'react'
import { IconButton } from '../ui/IconButton.tsx'
import { Late, lazily } from '../ui/lazily.tsx'
import { useRowTabIndex } from './rowStop.ts'

const EmojiPopover = lazily(async () => (await import('../ui/EmojiPopover.tsx')).EmojiPopover)

type Props = {
  label: string
  keys?: string
  onChoose: (emoji: string) => void
  /** Said where the picker is also opened by something else. */
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  className?: string
  children: ReactNode
}

/** Opens the emoji picker, which is loaded when it is wanted for the first time. */
export function EmojiButton({ label, keys, onChoose, isOpen, onOpenChange, className, children }: Props) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null)
  const [isOpenHere, setOpenHere] = useState(false)
  const tabIndex = useRowTabIndex()
  const isShown = isOpen ?? isOpenHere
  const open = (next: boolean) => {
    setOpenHere(next)
    onOpenChange?.(next)
  }
  function close() {
    const home = isOpenHere ? button : button?.closest<HTMLElement>('[role="article"]')
    const isElsewhere = document.activeElement?.matches('body, [role="dialog"] *') === false
    open(false)
    if (!isElsewhere) home?.focus({ preventScroll: true })
  }
  return (
    <>
      <IconButton
        ref={setButton}
        label={label}
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={isShown}
        onClick={() => open(!isShown)}
        {...(keys && { keys })}
        {...(className && { className })}
      >
        {children}
      </IconButton>
      {isShown && (
        <Late onFault={close}>
          <EmojiPopover anchor={button} onChoose={onChoose} onClose={close} />
        </Late>
      )}
    </>
  )
}
