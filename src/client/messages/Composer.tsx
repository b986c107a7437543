import { t } from '@lingui/core/macro'
import { ArrowUp, Smile } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react'
import type { Member } from '../trpc.ts'
import { number } from '../ui/formats.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Late, lazily } from '../ui/lazily.tsx'
import { isComposing, TypeArea } from '../ui/TypeArea.tsx'
import { Answering } from './Answering.tsx'
import { dropDraft, keepAnswer, keepDraft, useDraft } from './drafts.ts'
import { EmojiButton } from './EmojiButton.tsx'
import { formatOnKey } from './formatting.ts'
import { faultOfText, lettersOf, mostLetters } from './sayable.ts'
import { useCompletion } from './useCompletion.ts'
import { useTellTyping } from './useTellTyping.ts'

const CompletionList = lazily(async () => (await import('./CompletionList.tsx')).CompletionList)

type Props = {
  chatId: string
  /** Whom or what the message goes to. */
  title: string
  onSend: (text: string, replyTo: string | undefined) => void
  onEditLast: () => void
  /** Whom the message can name. */
  members: Member[]
  meId: string
}

const nearLetters = 3600

export function Composer({ chatId, title, onSend, onEditLast, members, meId }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const { text, replyTo } = useDraft(chatId)
  const letters = lettersOf(text)
  const invitation = t`Message ${title}`
  const canSend = faultOfText(text) === undefined
  const completion = useCompletion({ area, members, meId, onChange: (typed) => keepDraft(chatId, typed) })
  const isCompleting = completion.choices.length > 0
  const tellTyping = useTellTyping(chatId)
  const listId = useId()
  useTypingAnywhere(area)
  useFocusOnAnswer(area, replyTo)

  function send() {
    area.current?.focus()
    if (!canSend) return
    completion.close()
    onSend(withoutBlankEnds(text), replyTo)
    dropDraft(chatId)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event) || completion.onKeyDown(event)) return
    if (formatOnKey(event, area.current)) return
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    }
    if (event.key === 'Escape' && replyTo !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      keepAnswer(chatId, undefined)
    }
    if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault()
      onEditLast()
    }
  }

  function insert(emoji: string) {
    const field = area.current
    if (!field) return
    field.setRangeText(emoji, field.selectionStart, field.selectionEnd, 'end')
    keepDraft(chatId, field.value)
    field.focus()
  }

  return (
    <form
      aria-label={t`Write a message`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="relative mx-4 mb-4 flex flex-wrap items-end gap-1 rounded-m bg-paper p-1.5 inset-ring inset-ring-edge focus-within:inset-ring-2 focus-within:inset-ring-accent phone:mx-2 phone:mb-[max(8px,env(safe-area-inset-bottom))] phone:p-1"
    >
      {replyTo !== undefined && (
        <Answering
          chatId={chatId}
          id={replyTo}
          onCancel={() => {
            keepAnswer(chatId, undefined)
            area.current?.focus()
          }}
        />
      )}
      {isCompleting && (
        <Late>
          <CompletionList
            id={listId}
            choices={completion.choices}
            active={completion.active}
            onChoose={completion.choose}
          />
        </Late>
      )}
      <TypeArea
        ref={area}
        value={text}
        onType={(typed) => {
          keepDraft(chatId, typed)
          if (typed !== '') tellTyping()
          completion.look()
        }}
        onBlur={completion.close}
        aria-autocomplete="list"
        aria-controls={isCompleting ? listId : undefined}
        aria-activedescendant={isCompleting ? `${listId}-${completion.active}` : undefined}
        onKeyDown={onKeyDown}
        aria-label={invitation}
        placeholder={invitation}
        enterKeyHint="send"
        autoComplete="off"
        className="ms-2"
      />
      {letters > nearLetters && letters <= mostLetters && (
        <span role="status" className="my-1.75 px-1 text-sm text-ink-3 tabular-nums">
          {t`${{ left: number(mostLetters - letters) }} left`}
        </span>
      )}
      <EmojiButton label={t`Emoji`} onChoose={insert}>
        <Smile aria-hidden />
      </EmojiButton>
      <IconButton label={t`Send`} keys="enter" type="submit" look="strong" disabled={!canSend}>
        <ArrowUp aria-hidden />
      </IconButton>
      {letters > mostLetters && (
        <p role="status" className="w-full rounded-s bg-alarm-soft px-3 py-1.5 text-sm text-alarm tabular-nums">
          {t`A message has at most ${{ most: number(mostLetters) }} letters: take out ${{ excess: number(letters - mostLetters) }}, or send it in parts.`}
        </p>
      )}
    </form>
  )
}

/** Blank lines around a message are never meant; blanks inside the first line are. */
function withoutBlankEnds(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/[ \t\r\n]+$/, '')
}

/** Whoever opens a chat, or types while nothing is chosen, means the message. A phone would cover the chat with its keyboard. */
function useTypingAnywhere(area: RefObject<HTMLTextAreaElement | null>) {
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) area.current?.focus()
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== ' '
      if (isLetter && document.activeElement?.matches('body, main') !== false) area.current?.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [area])
}

/** Whoever chooses to answer goes on to write. What was there when the chat opened leaves the focus where it is. */
function useFocusOnAnswer(area: RefObject<HTMLTextAreaElement | null>, replyTo: string | undefined) {
  const known = useRef(replyTo)
  useEffect(() => {
    if (replyTo !== undefined && replyTo !== known.current) area.current?.focus()
    known.current = replyTo
  }, [area, replyTo])
}
