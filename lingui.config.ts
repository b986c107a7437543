import { formatter } from '@lingui/format-po'

/** What `npm run strings` reads and writes. */
export default {
  sourceLocale: 'en',
  locales: ['en', 'de', 'ar'],
  catalogs: [
    { path: 'src/client/languages/{locale}', include: ['src/client'], exclude: ['**/*.test.*', '**/testing*'] },
  ],
  format: formatter({ lineNumbers: false }),
  orderBy: 'message' as const,
}
