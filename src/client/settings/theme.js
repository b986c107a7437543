// Runs before the page is painted, so that it is never seen in another theme or direction. A file of its own: the page allows no script within it.
{
  const root = document.documentElement
  const wantsContrast = matchMedia('(prefers-contrast: more)')
  const papers = { light: '#f8f7f3', dark: '#0e1213' }
  const directions = { en: 'ltr', de: 'ltr', ar: 'rtl' }
  let kept = {}

  globalThis.showPreferences = (preferences) => {
    kept = preferences
    const { theme, contrast, density, size } = preferences
    const isHigh = contrast === 'high' || wantsContrast.matches
    Object.assign(root.dataset, { theme, density, size, contrast: isHigh ? 'high' : 'usual' })
    for (const [scheme, paper] of Object.entries(papers)) {
      const meta = document.querySelector(`meta[name="theme-color"][media*="${scheme}"]`)
      meta?.setAttribute('content', papers[theme] ?? paper)
    }
  }

  globalThis.showLanguage = (language) => Object.assign(root, { lang: language, dir: directions[language] })

  /** The chosen one, else the first of the browser's that is spoken here. */
  globalThis.languageOf = ({ language }) =>
    [language, ...navigator.languages.map((tag) => tag.split('-')[0])].find((one) => Object.hasOwn(directions, one)) ??
    'en'

  wantsContrast.addEventListener('change', () => globalThis.showPreferences(kept))
  try {
    kept = JSON.parse(localStorage.getItem('parley.preferences') ?? '{}')
  } catch {
    // A browser that keeps nothing has the theme of its system.
  }
  // Where the app is not kept it takes a moment to come: its mark is shown at once.
  if (!navigator.serviceWorker?.controller) root.dataset.opening = ''
  globalThis.showPreferences(kept)
  globalThis.showLanguage(globalThis.languageOf(kept))
}
