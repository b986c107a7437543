import { useSyncExternalStore } from 'react'

/** Whether somebody has this window before him. */
export function useIsWatching(): boolean {
  return useSyncExternalStore(listen, () => document.visibilityState === 'visible' && document.hasFocus())
}

function listen(onChange: () => void) {
  addEventListener('focus', onChange)
  addEventListener('blur', onChange)
  document.addEventListener('visibilitychange', onChange)
  return () => {
    removeEventListener('focus', onChange)
    removeEventListener('blur', onChange)
    document.removeEventListener('visibilitychange', onChange)
  }
}
