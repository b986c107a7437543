import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'

type Props = {
  title: string
  text: string
  verb: string
  /** The sentence for the person when it failed. */
  onConfirm: () => Promise<string | undefined>
  onClose: () => void
}

/** Asks before something that cannot be undone. */
export function Confirm({ title, text, verb, onConfirm, onClose }: Props) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()

  async function confirm() {
    setBusy(true)
    const refused = await onConfirm()
    setBusy(false)
    setFault(refused)
    if (refused === undefined) onClose()
  }

  return (
    <Dialog title={title} text={text} focus={cancel} onClose={onClose}>
      {fault && (
        <p role="alert" className="mx-5 mt-3 text-alarm">
          {fault}
        </p>
      )}
      <div className="flex justify-end gap-2 p-5">
        <Button ref={cancel} onClick={onClose}>
          {t`Cancel`}
        </Button>
        <Button look="alarm" isBusy={isBusy} onClick={confirm}>
          {verb}
        </Button>
      </div>
    </Dialog>
  )
}
