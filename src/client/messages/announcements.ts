import { plural, t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import { listed } from './happenings.ts'

export type Heard = { text: string; sender: { id: string; displayName: string } }

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

/** What arrived as one sentence: one message with its words, more of them counted. */
export function announcement(heard: Heard[], withWords: boolean): string {
  const { length: count } = heard
  const last = heard.at(-1)
  if (!last) return ''
  if (!withWords) {
    const names = listed([...new Map(heard.map(({ sender }) => [sender.id, sender.displayName])).values()])
    return plural(count, { one: `# new message from ${names}`, other: `# new messages from ${names}` })
  }
  const { displayName: name } = last.sender
  const words = shortened(withoutMarks(last.text))
  if (count === 1) return t`${name}: ${words}`
  return plural(count, {
    one: `# new message, the last from ${name}: ${words}`,
    other: `# new messages, the last from ${name}: ${words}`,
  })
}

/** Ends behind a word, where there is one. */
function shortened(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length <= mostLetters) return words
  return `${words.slice(0, mostLetters).replace(/(?<=\S)\s+\S*$|[\uD800-\uDBFF]$/, '')}…`
}
