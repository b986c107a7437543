import { t } from '@lingui/core/macro'
import { useEffect } from 'react'
import { Toaster } from 'sonner'
import { teller } from './teller.ts'
import { toastsAreMounted } from './toasts.ts'

/** Leads to them. It writes nothing, and no browser takes it. */
const keys = ['F8']

/** What is to be said of them is said by the voice of the page: they say all of it, at once, and whatever was chosen. */
const silence = (section: HTMLElement | null) => section?.setAttribute('aria-live', 'off')

/** At the top, where they never cover what is being written. */
export function Toasts() {
  useEffect(() => toastsAreMounted(teller), [])
  return (
    <Toaster
      ref={silence}
      containerAriaLabel={t`Notifications`}
      hotkey={keys}
      position="top-center"
      offset={16}
      mobileOffset={{ top: 'max(12px, env(safe-area-inset-top))', left: 12, right: 12 }}
      icons={{ error: null, success: null, info: null, warning: null, loading: null }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex items-center gap-3 rounded-m border border-line bg-paper px-4 py-2.5 text-md shadow-float w-max max-w-[min(420px,calc(100vw-24px))] mx-auto max-[600px]:mx-0 inset-x-0 font-sans duration-(--duration-calm)! data-[expanded=false]:data-[front=false]:*:opacity-0',
          title: 'w-fit font-medium',
          description: 'line-clamp-2 w-fit wrap-anywhere text-ink-2 [unicode-bidi:plaintext]',
          actionButton:
            'ms-auto h-8 [[data-cancel]+&]:ms-2 shrink-0 rounded-s px-3 font-medium text-accent inset-ring inset-ring-edge hover:bg-hover phone:h-11',
          cancelButton: 'ms-auto h-8 shrink-0 rounded-s px-3 text-ink-2 hover:bg-hover phone:h-11',
          // The server may say it in another language than the page.
          error: 'border-alarm/50 text-alarm **:data-title:[unicode-bidi:plaintext]',
        },
      }}
    />
  )
}
