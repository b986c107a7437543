import { createStore } from './store.ts'

const keptMs = 5000

/** What is said to a screen reader just now. */
export const spoken = createStore<{ turn: number; sentence: string }[]>([])
let turn = 0

/** Says it to a screen reader. The same sentence said again is a new one to the ear: each has its turn. */
export function say(sentence: string) {
  const said = { turn: turn++, sentence }
  spoken.set([...spoken.get(), said])
  setTimeout(() => spoken.set(spoken.get().filter((one) => one !== said)), keptMs)
}
