import { formatter } from '@lingui/format-po'

const po = formatter({ lineNumbers: false })
const exclude = ['**/*.test.*', '**/testing*']

/** What `npm run strings` reads and writes. */
export default {
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  catalogs: [
    { path: 'src/client/languages/{locale}', include: ['src/client'], exclude },
    // What the server says is no business of the browser.
    { path: 'src/server/words/{locale}', include: ['src/server'], exclude },
  ],
  format: { ...po, serialize: ((catalog, context) => po.serialize(named(catalog), context)) as typeof po.serialize },
  orderBy: 'message' as const,
}

/** Each sentence names a file once, however often it stands there. */
function named(catalog: Parameters<typeof po.serialize>[0]): typeof catalog {
  return Object.fromEntries(
    Object.entries(catalog).map(([id, message]) => {
      const files = [...new Set(message.origin?.map(([file]) => file))]
      return [id, { ...message, origin: files.map((file): [string] => [file]) }]
    }),
  )
}
