import { t } from '@lingui/core/macro'
import { ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { faultOfText } from '../messages/sayable.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { isComposing, TypeArea } from '../ui/TypeArea.tsx'

type Props = { name: string; onSay: (text: string) => Promise<boolean> }

/** Keeps no draft: what is typed here is gone with the page. */
export function WhisperBox({ name, onSay }: Props) {
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const canSay = faultOfText(text) === undefined && !isBusy

  async function say() {
    if (!canSay) return
    setBusy(true)
    if (await onSay(text)) setText('')
    setBusy(false)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void say()
  }

  return (
    <form
      aria-label={t`Say something off the record`}
      onSubmit={(event) => {
        event.preventDefault()
        void say()
      }}
      className="mx-4 mb-4 flex items-end gap-1 rounded-m border border-dashed border-edge bg-paper p-1.5 focus-within:border-accent phone:mx-2 phone:mb-[max(8px,env(safe-area-inset-bottom))] phone:p-1"
    >
      <TypeArea
        value={text}
        onType={setText}
        onKeyDown={onKeyDown}
        autoFocus
        aria-label={t`Say to ${name}, off the record`}
        placeholder={t`To ${name}, off the record`}
        enterKeyHint="send"
        autoComplete="off"
        className="ms-2"
      />
      <IconButton label={t`Say`} keys="enter" type="submit" look="strong" disabled={!canSay}>
        <ArrowUp aria-hidden />
      </IconButton>
    </form>
  )
}
