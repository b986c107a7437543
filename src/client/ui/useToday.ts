import { useSyncExternalStore } from 'react'

/** The day it is. Whoever uses it is shown again when a new one begins. */
export function useToday(): string {
  return useSyncExternalStore(listen, () => new Date().toDateString())
}

const everyMinute = 60_000

function listen(onChange: () => void) {
  const timer = setInterval(onChange, everyMinute)
  return () => clearInterval(timer)
}
