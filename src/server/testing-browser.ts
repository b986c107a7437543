import superjson from 'superjson'

export type Browser = ReturnType<typeof browserAt>
export type Answer = Awaited<ReturnType<Browser['post']>>

type Fault = {
  message: string
  data: { reason: string; httpStatus: number; fields: Record<string, string> | null; retryAfter: number | null }
}

/** A browser that shows a page of the app, or of another site: it keeps its cookie and says where the page is from. */
export function browserAt(url: string, { origin = url, cookie }: { origin?: string | null; cookie?: string } = {}) {
  let kept = cookie

  async function request(path: string, init: RequestInit = {}) {
    const headers = new Headers(init.headers)
    if (origin !== null && init.method === 'POST' && !headers.has('origin')) headers.set('origin', origin)
    if (kept && !headers.has('cookie')) headers.set('cookie', kept)
    const response = await fetch(`${url}${path}`, { ...init, headers })
    const cookies = response.headers.getSetCookie()
    for (const one of cookies) kept = /Max-Age=0/.test(one) ? undefined : one.split(';', 1)[0]
    const text = await response.text()
    return { status: response.status, headers: response.headers, cookies, text, ...read(text) }
  }

  return {
    cookie: () => kept,
    request,
    post: (name: string, input?: unknown, headers: Record<string, string> = {}) =>
      request(`/trpc/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(superjson.serialize(input)),
      }),
    get: (name: string, input?: unknown, headers: Record<string, string> = {}) =>
      request(`/trpc/${name}?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`, { headers }),
  }
}

function read(text: string): { output: unknown; error: Fault | undefined } {
  try {
    const { result, error } = JSON.parse(text)
    return { output: result && superjson.deserialize(result.data), error: error && superjson.deserialize(error) }
  } catch {
    return { output: undefined, error: undefined }
  }
}
