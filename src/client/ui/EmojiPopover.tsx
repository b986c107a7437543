import { t } from '@lingui/core/macro'
import { Popover } from '@base-ui/react/popover'
import { Dialog } from './Dialog.tsx'
import { EmojiPicker } from './EmojiPicker.tsx'

type Props = { anchor: Element | null; onChoose: (emoji: string) => void; onClose: () => void }

/** Open as long as it is rendered; on a phone it comes from below. */
export function EmojiPopover({ anchor, onChoose, onClose }: Props) {
  const choose = (emoji: string) => {
    onChoose(emoji)
    onClose()
  }
  if (matchMedia('(width <= 640px)').matches) {
    return (
      <Dialog title={t`Choose an emoji`} hidesTitle onClose={onClose}>
        <EmojiPicker onChoose={choose} />
      </Dialog>
    )
  }
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side="top" align="end" sideOffset={8} collisionPadding={8} className="z-30">
          <Popover.Popup
            aria-label={t`Choose an emoji`}
            className="overflow-hidden rounded-m bg-paper border border-line shadow-float outline-none transition-[opacity,scale] starting:scale-[0.98] starting:opacity-0"
          >
            <EmojiPicker onChoose={choose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
