import { t } from '@lingui/core/macro'
import { Dialog as Primitive } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { classes } from './classes.ts'
import { IconButton } from './IconButton.tsx'
import { useBackCloses } from './useBackCloses.ts'

type Props = {
  title: string
  /** The title is only for screen readers: something in the dialog says it to the eye. */
  hidesTitle?: boolean
  text?: ReactNode
  onClose: () => void
  focus?: RefObject<HTMLElement | null>
  /** False when the focus goes elsewhere than back to where it was. */
  givesFocusBack?: () => boolean
  /** Stays near the top while its height changes. */
  isTall?: boolean
  children: ReactNode
}

/** Open as long as it is rendered. On a phone it comes from below. */
export function Dialog({
  title,
  hidesTitle = false,
  text,
  onClose,
  focus,
  givesFocusBack = () => true,
  isTall = false,
  children,
}: Props) {
  const [openedAt] = useState(() => location.pathname)
  useBackCloses(onClose)
  return (
    <Primitive.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Primitive.Portal>
        <Primitive.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-(--duration-calm) starting:opacity-0" />
        <Primitive.Popup
          {...(focus && { initialFocus: focus })}
          // Whoever was led elsewhere has the focus there.
          finalFocus={() => location.pathname === openedAt && givesFocusBack()}
          className={classes(
            'fixed z-40 flex flex-col overflow-hidden bg-paper border border-line shadow-float outline-none',
            'left-1/2 w-[min(440px,calc(100vw-48px))] -translate-x-1/2 rounded-l',
            'transition-[opacity,scale,translate] duration-(--duration-calm) starting:scale-[0.98] starting:opacity-0',
            isTall
              ? 'top-[clamp(12px,50dvh-240px,12dvh)] max-h-[max(76dvh,min(100dvh-24px,480px))]'
              : 'top-1/2 max-h-[min(640px,100dvh-48px)] -translate-y-1/2',
            'phone:top-auto phone:bottom-0 phone:left-0 phone:max-h-[92dvh] phone:w-full phone:translate-none phone:rounded-b-none phone:safe-bottom phone:starting:[scale:none] phone:starting:[translate:0_2rem]',
          )}
        >
          <div className={classes('flex items-start gap-3 p-5 pb-0', hidesTitle && 'sr-only')}>
            <div className="flex-1">
              <Primitive.Title className="text-lg font-strong">{title}</Primitive.Title>
              {text && <Primitive.Description className="mt-1 text-ink-2">{text}</Primitive.Description>}
            </div>
            {!hidesTitle && (
              <Primitive.Close render={<IconButton label={t`Close`} className="-mt-1 -me-1" />}>
                <X aria-hidden />
              </Primitive.Close>
            )}
          </div>
          {children}
        </Primitive.Popup>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
