import Bowser from 'bowser'

/** What a person would call it. */
export function deviceOf(userAgent = ''): string {
  if (!userAgent) return 'Unknown device'
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return userAgent.slice(0, 60)
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}
