import { t } from '@lingui/core/macro'
import { spoken } from '../languages/language.ts'
import type { Client } from '../trpc.ts'

let told = Promise.resolve()

/** Where this browser is told of messages, it is told in the language of the page. One after the other, so that the last one stays. */
export function tellLanguage(client: Client) {
  told = told.then(() => tell(client)).catch(() => undefined)
}

async function tell(client: Client) {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return
  const { endpoint } = subscription
  await Promise.allSettled([client.push.setLanguage.mutate({ endpoint, language: spoken() }), keepWords()])
}

/** For the worker, which has no catalogue: what it says when a note came without words. */
async function keepWords() {
  const cache = await caches.open('words')
  await cache.put('/words/note', new Response(t`Something new was said.`))
}
