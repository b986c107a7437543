/** Whether this browser could be told with its page closed, and what stands in the way. */
export type PushState = 'on' | 'off' | 'denied' | 'impossible'

export async function readPushState(): Promise<PushState> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis))
    return 'impossible'
  if (Notification.permission === 'denied') return 'denied'
  const registration = await navigator.serviceWorker.getRegistration()
  return (await registration?.pushManager.getSubscription()) ? 'on' : 'off'
}

/** Asks the person, then the maker of the browser, for an endpoint. Undefined when either says no. */
export async function subscribeBrowser(publicKey: string) {
  if ((await Notification.requestPermission()) !== 'granted') return undefined
  const registration = await navigator.serviceWorker.register('/worker.js')
  await navigator.serviceWorker.ready
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  })
  const { endpoint, keys } = subscription.toJSON()
  if (!endpoint || !keys?.['p256dh'] || !keys['auth']) throw new Error('The browser gave no endpoint.')
  return { endpoint, p256dh: keys['p256dh'], auth: keys['auth'] }
}

/** Nobody is told here any more, and what was told is not shown any longer. */
export async function forgetNotes() {
  await unsubscribeBrowser()
  const registration = await navigator.serviceWorker.getRegistration()
  for (const note of (await registration?.getNotifications()) ?? []) note.close()
}

/** Returns the endpoint that is no longer wanted. */
export async function unsubscribeBrowser(): Promise<string | undefined> {
  const registration = await navigator.serviceWorker.getRegistration()
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe()
  return subscription?.endpoint
}
