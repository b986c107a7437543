/** As a person would in a window: a browser without one has nobody to ask. */
export function allowNotifications() {
  Object.defineProperty(Notification, 'permission', { value: 'granted' })
  Notification.requestPermission = async () => 'granted'
}

/** The maker's service cannot be reached from a test: the browser does as if it had answered. */
export function subscribeWithoutService(endpoint: string) {
  let held: object | null = null
  const key = (length: number) => btoa('k'.repeat(length)).replaceAll('=', '')
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: key(65), auth: key(16) } }),
    unsubscribe: async () => {
      held = null
      return true
    },
  }
  Object.assign(PushManager.prototype, {
    subscribe: async () => (held = subscription),
    getSubscription: async () => held,
  })
}
