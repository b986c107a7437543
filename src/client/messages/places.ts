const key = (chatId: string) => `parley.place.${chatId}`

/** The number of the message at the top when somebody left a chat in the middle of its history. Forgotten with the tab. */
export function keptPlace(chatId: string): number | undefined {
  try {
    return Number(sessionStorage.getItem(key(chatId))) || undefined
  } catch {
    return undefined
  }
}

export function keepPlace(chatId: string, number: number | undefined) {
  try {
    if (number === undefined) sessionStorage.removeItem(key(chatId))
    else sessionStorage.setItem(key(chatId), String(number))
  } catch {
    // A browser that keeps nothing opens chats at their end.
  }
}
