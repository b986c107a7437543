import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { faultOf } from '../fault.ts'
import { type Chat, trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { dayName } from '../ui/times.ts'
import { tellFault } from '../ui/toasts.ts'
import { firstSince } from './firstSince.ts'
import { useGoTo } from './goTo.ts'

type Props = { chat: Chat; day: Date; onClose: () => void }

/** Leads to the first message of a day, or of the next one on which something was said. */
export function GoToDate({ chat, day, onClose }: Props) {
  const { client } = trpc.useUtils()
  const goTo = useGoTo()
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const isLeaving = useRef(false)
  const [today] = useState(() => inputDay(new Date()))
  const [typed, setTyped] = useState(() => inputDay(day))
  const { id: chatId, lastNumber } = chat

  async function timesOf(numbers: number[]) {
    const read = (number: number) => client.messages.list.query({ chatId, after: number - 1, limit: 1 })
    const pages = await Promise.all(numbers.map(read))
    return pages.map(({ messages: [message] }) => message?.createdAt ?? new Date())
  }

  async function go(since: Date) {
    setBusy(true)
    try {
      leave(await firstSince(since, lastNumber, timesOf))
    } catch (error) {
      tellFault(faultOf(error).message)
      setBusy(false)
    }
  }

  function leave(number: number) {
    isLeaving.current = true
    onClose()
    goTo(number)
  }

  return (
    <Dialog title={t`Go to a date`} focus={field} givesFocusBack={() => !isLeaving.current} onClose={onClose}>
      <form
        className="space-y-1 p-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (typed !== '') void go(dayOf(typed))
        }}
      >
        <Field
          ref={field}
          label={t`Day`}
          // The browser writes it as its own language does, whichever the app speaks.
          hint={typed !== '' && dayName(dayOf(typed))}
          type="date"
          required
          defaultValue={inputDay(day)}
          max={today}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button look="strong" type="submit" isBusy={isBusy} className="w-full">
          {t`Go there`}
        </Button>
        <div className="flex flex-wrap gap-2 pt-1 *:flex-1">
          <Button onClick={() => void go(daysAgo(7))}>{t`A week ago`}</Button>
          <Button onClick={() => void go(daysAgo(30))}>{t`A month ago`}</Button>
          <Button onClick={() => leave(1)}>{t`The beginning`}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What an input of type date takes: the day here, not in Greenwich. */
function inputDay(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Midnight here. */
const dayOf = (typed: string) => new Date(`${typed}T00:00`)

function daysAgo(days: number): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
