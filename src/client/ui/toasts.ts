import { useSyncExternalStore } from 'react'

type Note = {
  id: string
  title: string
  text: string
  verb: string
  onChoose: () => void
  /** The verb that puts it away: until then it stays. */
  later?: string
}

const { promise: mounted, resolve: toastsAreMounted } = Promise.withResolvers<void>()
let areWanted = false
let onWanted: (() => void) | undefined

export { toastsAreMounted }

/** True from the first toast on: nothing of them is loaded before. */
export function useToastsAreWanted(): boolean {
  return useSyncExternalStore(listen, () => areWanted)
}

/** Says for a moment that something was done. */
export function tell(sentence: string) {
  void load().then(({ toast }) => toast(sentence, { duration: 2500 }))
}

/** Says what went wrong where there is no better place for it. */
export function tellFault(sentence: string) {
  void load().then(({ toast }) => toast.error(sentence, { id: sentence, duration: 6000 }))
}

/** Says that something came, with a way to it. The same id again replaces what was said. */
export function tellNote({ id, title, text, verb, onChoose, later }: Note) {
  const action = { label: verb, onClick: onChoose }
  const stays = later !== undefined && { duration: Infinity, cancel: { label: later, onClick: () => undefined } }
  void load().then(({ toast }) => toast(title, { id, description: text, duration: 6000, action, ...stays }))
}

export function dropNote(id: string) {
  if (areWanted) void load().then(({ toast }) => toast.dismiss(id))
}

async function load() {
  areWanted = true
  onWanted?.()
  await mounted
  return import('sonner')
}

function listen(listener: () => void) {
  onWanted = listener
  return () => (onWanted = undefined)
}
