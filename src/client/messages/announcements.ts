import { plural, t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { Preferences } from '../settings/preferences.ts'
import { listed } from './happenings.ts'
import { shortened } from './shortened.ts'

export type Heard = {
  chatId: string
  text: string
  sender: { id: string; displayName: string }
  /** It names the reader, or was said to him alone. */
  isForMe: boolean
  /** It was said in a chat that is not open. A direct one has no title. */
  elsewhere?: { title: string | undefined }
  /** So many messages, of which this is the last. */
  count?: number
}

const gatherMs = 1000
const restMs = 2000
const mostLetters = 200

/** Says what is heard: all of a second at once, and never sooner than two seconds after the last time. */
export function calmly(say: (heard: Heard[]) => void) {
  let heard: Heard[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let restsUntil = 0

  function speak() {
    const all = heard
    heard = []
    timer = undefined
    restsUntil = Date.now() + restMs
    say(all)
  }

  return {
    hear(message: Heard) {
      heard.push(message)
      timer ??= setTimeout(speak, Math.max(gatherMs, restsUntil - Date.now()))
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
      heard = []
    },
  }
}

/** What arrived, of what the reader wants to hear, as one sentence: one message with its words, more of them counted. */
export function announcement(heard: Heard[], choice: Preferences['announcements']): string | undefined {
  const wanted = heard.filter(({ isForMe }) => choice !== 'nothing' && (choice !== 'named' || isForMe))
  const last = wanted.at(-1)
  if (!last) return undefined
  const count = wanted.reduce((sum, { count: many = 1 }) => sum + many, 0)
  if (choice === 'counts') {
    const names = listed([...new Map(wanted.map((one) => [`${one.sender.id} ${one.chatId}`, nameOf(one)])).values()])
    return plural(count, { one: `# new message from ${names}`, other: `# new messages from ${names}` })
  }
  const [name, words] = [nameOf(last), shortened(withoutMarks(last.text), mostLetters)]
  if (count === 1) return t`${name}: ${words}`
  return plural(count, {
    one: `# new message, the last from ${name}: ${words}`,
    other: `# new messages, the last from ${name}: ${words}`,
  })
}

/** Where it was said is said of other chats only. */
function nameOf({ sender: { displayName: name }, elsewhere }: Heard): string {
  if (elsewhere === undefined) return name
  const { title } = elsewhere
  return title === undefined ? t`${name}, directly` : t`${name} in ${title}`
}
