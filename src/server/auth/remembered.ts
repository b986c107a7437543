const rememberMs = 10_000
const mostRemembered = 10_000

/** What was read of a session a moment ago. Only for calls that ask the database again where they write. */
export function createRemembered<Signed>() {
  const known = new Map<string, { signed: Signed; until: number }>()
  return {
    recall(secret: string): Signed | undefined {
      const found = known.get(secret)
      return found && found.until > Date.now() ? found.signed : undefined
    },
    remember(secret: string, signed: Signed) {
      if (known.size >= mostRemembered) known.clear()
      known.set(secret, { signed, until: Date.now() + rememberMs })
    },
    forget: (secret: string) => void known.delete(secret),
  }
}
