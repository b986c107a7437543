import { t } from '@lingui/core/macro'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { isComposing, TypeArea } from '../ui/TypeArea.tsx'
import { formatOnKey } from './formatting.ts'
import { faultOfText } from './sayable.ts'

type Props = {
  text: string
  /** The sentence for the person when it failed. */
  onSave: (text: string) => Promise<string | undefined>
  onClose: () => void
}

/** Writes a message anew where it stands. */
export function EditBox({ text, onSave, onClose }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState(text)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()

  useEffect(() => {
    const { activeElement: before } = document
    area.current?.focus()
    area.current?.setSelectionRange(text.length, text.length)
    return () => {
      const isLost = document.activeElement === document.body
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
    // The text may be edited elsewhere meanwhile; the caret stays where it is.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  async function save() {
    if (typed === text) return onClose()
    const broken = faultOfText(typed)
    if (broken) return setFault(broken)
    setBusy(true)
    const refused = await onSave(typed)
    setBusy(false)
    setFault(refused)
    if (refused === undefined) onClose()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || formatOnKey(event, area.current)) return
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }

  return (
    <div className="my-1 max-w-[72ch]">
      <div className="flex rounded-m bg-paper px-3 py-2 inset-ring inset-ring-edge focus-within:inset-ring-2 focus-within:inset-ring-accent">
        <TypeArea
          ref={area}
          value={typed}
          onType={setTyped}
          onKeyDown={onKeyDown}
          aria-label={t`Edit the message`}
          enterKeyHint="done"
        />
      </div>
      <div className="mt-1.5 flex items-center gap-2 text-sm text-ink-3">
        <Button look="strong" isBusy={isBusy} onClick={() => void save()} className="h-8 px-3 text-sm">
          {t`Save`}
        </Button>
        <Button look="quiet" onClick={onClose} className="h-8 px-3 text-sm">
          {t`Cancel`}
        </Button>
        {fault ? (
          <span role="alert" className="text-alarm">
            {fault}
          </span>
        ) : (
          <span className="phone:hidden">{t`Enter saves, Esc cancels.`}</span>
        )}
      </div>
    </div>
  )
}
