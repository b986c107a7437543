import { useSyncExternalStore } from 'react'

export type Note = {
  id: string
  title: string
  text: string
  verb: string
  onChoose: () => void
  /** The verb that puts it away: until then it stays. */
  later?: string
  /** Nothing of it is said to a screen reader: whoever tells it sees to that. */
  isSilent?: boolean
}

/** What is loaded with the first toast: each does what its name says here. */
export type Teller = {
  tell: (sentence: string) => void
  tellFault: (sentence: string) => void
  tellNote: (note: Note) => void
  dropNote: (id: string) => void
}

const { promise: teller, resolve: toastsAreMounted } = Promise.withResolvers<Teller>()
let areWanted = false
let onWanted: (() => void) | undefined

export { toastsAreMounted }

/** True from the first toast on: nothing of them is loaded before. */
export function useToastsAreWanted(): boolean {
  return useSyncExternalStore(listen, () => areWanted)
}

/** Says for a moment that something was done. */
export function tell(sentence: string) {
  want((toasts) => toasts.tell(sentence))
}

/** Says what went wrong where there is no better place for it. */
export function tellFault(sentence: string) {
  want((toasts) => toasts.tellFault(sentence))
}

/** Says that something came, with a way to it. The same id again replaces what was said. */
export function tellNote(note: Note) {
  want((toasts) => toasts.tellNote(note))
}

export function dropNote(id: string) {
  if (areWanted) want((toasts) => toasts.dropNote(id))
}

function want(act: (toasts: Teller) => void) {
  areWanted = true
  onWanted?.()
  void teller.then(act)
}

function listen(listener: () => void) {
  onWanted = listener
  return () => (onWanted = undefined)
}
