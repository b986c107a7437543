/** The message at the top of the list, and how far it is scrolled out. */
export type Place = { number: number; offset: number }

const prefix = 'parley.place.'
const key = (chatId: string) => prefix + chatId

/** Where somebody left a chat in the middle of its history. Forgotten with the tab, and when he signs out. */
export function keptPlace(chatId: string): Place | undefined {
  try {
    const [number = 0, offset = 0] = (sessionStorage.getItem(key(chatId)) ?? '').split(' ').map(Number)
    return number > 0 ? { number, offset } : undefined
  } catch {
    return undefined
  }
}

export function keepPlace(chatId: string, place: Place | undefined) {
  try {
    if (place) sessionStorage.setItem(key(chatId), `${place.number} ${place.offset}`)
    else sessionStorage.removeItem(key(chatId))
  } catch {
    // A browser that keeps nothing opens chats at their end.
  }
}

export function forgetPlaces() {
  try {
    for (const kept of Object.keys(sessionStorage)) if (kept.startsWith(prefix)) sessionStorage.removeItem(kept)
  } catch {
    // Nothing was kept.
  }
}
