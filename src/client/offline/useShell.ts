import { t } from '@lingui/core/macro'
import { useEffect } from 'react'
import { tellNote } from '../ui/toasts.ts'

const lookMs = 30 * 60_000
/** On a slow line what keeps the app would hold up what is read for the first time. */
const firstMs = 2000

/** Lets the browser keep the app, and says when there is a newer one, until that is heard. Drafts and what waits to be sent outlive the page. */
export function useShell() {
  useEffect(() => {
    if (import.meta.env.DEV || !('serviceWorker' in navigator)) return undefined
    const wasKept = navigator.serviceWorker.controller !== null
    let isKept = wasKept
    let lookedAt = Date.now()
    const told = () => {
      if (isKept)
        tellNote({
          id: 'version',
          title: t`There is a new version of Parley.`,
          text: t`Unsent messages in chats are kept.`,
          verb: t`Reload`,
          later: t`Later`,
          onChoose: () => location.reload(),
        })
      isKept = true
    }
    const look = async () => {
      if (document.visibilityState !== 'visible' || Date.now() - lookedAt < lookMs) return
      lookedAt = Date.now()
      const registration = await navigator.serviceWorker.getRegistration()
      await registration?.update().catch(() => undefined)
    }
    const timer = setInterval(() => void look(), lookMs)
    const lookNow = () => void look()
    navigator.serviceWorker.addEventListener('controllerchange', told)
    document.addEventListener('visibilitychange', lookNow)
    // Where it cannot be kept (no https, a private window), the app works all the same.
    const keep = () => void navigator.serviceWorker.register('/worker.js').catch(() => undefined)
    const late = setTimeout(keep, wasKept ? 0 : firstMs)
    return () => {
      clearTimeout(late)
      clearInterval(timer)
      navigator.serviceWorker.removeEventListener('controllerchange', told)
      document.removeEventListener('visibilitychange', lookNow)
    }
  }, [])
}
