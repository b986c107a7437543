const mostMs = 20_000

/** A call on a line that is dead without a word is never answered: it ends here, and its connection with it. */
export async function answered<Answer>(call: (options: { signal: AbortSignal }) => Promise<Answer>): Promise<Answer> {
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('No answer came in time.'))
      abort.abort()
    }, mostMs)
  })
  try {
    return await Promise.race([call(abort), late])
  } finally {
    clearTimeout(timer)
  }
}
