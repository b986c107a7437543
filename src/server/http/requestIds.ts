import { jsonEncoder } from '@trpc/server/adapters/ws'

type Call = { id?: unknown; method?: unknown; params?: { input?: { json?: unknown } } }

/** tRPC's JSON; but a subscription learns the id of its call, over whatever the client said in its place. */
export const requestEncoder: typeof jsonEncoder = {
  encode: jsonEncoder.encode,
  decode(frame) {
    const calls: unknown = jsonEncoder.decode(frame)
    for (const call of Array.isArray(calls) ? calls : [calls]) if (isSubscription(call)) addId(call)
    return calls
  },
}

function isSubscription(call: unknown): call is Call & { params: object } {
  return isObject(call) && call['method'] === 'subscription' && isObject(call['params'])
}

/** Input of another kind is left to be refused. */
function addId({ id, params }: Call & { params: { input?: { json?: unknown } } }) {
  const input = params.input?.json ?? {}
  if (isObject(input)) params.input = { json: { ...input, requestId: id } }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
