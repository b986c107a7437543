/** What tRPC reads of a subscription whose news are written past it: nothing, until the end. */
export function withoutReading<News>(begin: () => Promise<void>, end: () => Promise<void>): AsyncIterable<News[]> {
  let finish: ((result: IteratorResult<News[]>) => void) | undefined
  return {
    [Symbol.asyncIterator]: () => ({
      // tRPC asks for the first news when it has told the client that the subscription has started.
      next: () =>
        new Promise((resolve, reject) => {
          finish = resolve
          begin().catch(reject)
        }),
      async return() {
        await end()
        finish?.({ done: true, value: undefined })
        return { done: true, value: undefined }
      },
    }),
  }
}
