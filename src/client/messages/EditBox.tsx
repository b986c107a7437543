import { t } from '@lingui/core/macro'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { isComposing, TypeArea } from '../ui/TypeArea.tsx'
import { dropDraft, editOf, keepDraft } from './drafts.ts'
import { formatOnKey } from './formatting.ts'
import { faultOfText } from './sayable.ts'

type Props = {
  /** Of the message. */
  id: string
  text: string
  /** The sentence for the person when it failed. */
  onSave: (text: string) => Promise<string | undefined>
  onClose: () => void
}

/** Writes a message anew where it stands. */
export function EditBox({ id, text, onSave, onClose }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState(editOf(id) ?? text)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<string>()

  useEffect(() => {
    const { activeElement: before } = document
    const stop = whenVisible(area.current, (field) => {
      field.focus()
      field.setSelectionRange(typed.length, typed.length)
    })
    return () => {
      stop()
      const isLost = document.activeElement === document.body
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
    // The text may be edited elsewhere meanwhile; the caret stays where it is.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  function type(next: string) {
    setTyped(next)
    keepDraft(id, next)
  }

  function close() {
    dropDraft(id)
    onClose()
  }

  async function save() {
    if (typed === text) return close()
    const broken = faultOfText(typed)
    if (broken) return setFault(broken)
    setBusy(true)
    const refused = await onSave(typed)
    setBusy(false)
    setFault(refused)
    if (refused === undefined) close()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || formatOnKey(event, area.current)) return
    event.stopPropagation()
    if (event.key === 'Escape') close()
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      void save()
    }
  }

  return (
    <div className="my-1 max-w-[72ch]">
      <div className="flex rounded-m bg-paper px-3 py-0.75 inset-ring inset-ring-edge focus-within:inset-ring-2 focus-within:inset-ring-accent phone:py-0">
        <TypeArea
          ref={area}
          value={typed}
          onType={type}
          onKeyDown={onKeyDown}
          aria-label={t`Edit the message`}
          enterKeyHint="done"
        />
      </div>
      <div className="mt-1.5 flex items-center gap-2 text-sm text-ink-3">
        <Button look="strong" isBusy={isBusy} onClick={() => void save()} className="h-8 px-3 text-sm">
          {t`Save`}
        </Button>
        <Button look="quiet" onClick={close} className="h-8 px-3 text-sm">
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

/** A message that was out of view is measured before it can be seen, and have the focus. */
function whenVisible<One extends HTMLElement>(element: One | null, act: (element: One) => void): () => void {
  let frame = 0
  const look = () => {
    if (element?.checkVisibility({ visibilityProperty: true })) act(element)
    else frame = requestAnimationFrame(look)
  }
  look()
  return () => cancelAnimationFrame(frame)
}
