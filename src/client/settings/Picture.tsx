import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { faultOf } from '../fault.ts'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import { trpc, type Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { squareOf } from './squareOf.ts'
import { tellFault } from '../ui/toasts.ts'

/** A picture instead of the initials. It is cropped here already, so that nothing large and no place leaves the device. */
export function Picture({ me }: { me: Self }) {
  const utils = trpc.useUtils()
  const input = useRef<HTMLInputElement>(null)
  const [isReading, setReading] = useState(false)
  const setAvatar = trpc.account.setAvatar.useMutation({ onSuccess: () => utils.auth.me.invalidate() })

  async function choose(file: File | undefined) {
    if (!file) return
    setReading(true)
    try {
      await setAvatar.mutateAsync({ image: await squareOf(file) })
    } catch (error) {
      tellFault(error instanceof DOMException ? t`That is not a picture that can be read.` : faultOf(error).message)
    } finally {
      setReading(false)
      if (input.current) input.current.value = ''
    }
  }

  return (
    <div className="flex items-center gap-4">
      <PersonAvatar person={me} size="large" />
      <div className="flex flex-wrap gap-2">
        <input
          ref={input}
          type="file"
          accept="image/*"
          aria-label={t`Picture`}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => choose(event.target.files?.[0])}
        />
        <Button isBusy={isReading} onClick={() => input.current?.click()}>
          {me.avatar ? t`Change the picture` : t`Choose a picture`}
        </Button>
        {me.avatar && (
          <Button look="quiet" onClick={() => setAvatar.mutate({ image: null })}>
            {t`Remove it`}
          </Button>
        )}
      </div>
    </div>
  )
}
