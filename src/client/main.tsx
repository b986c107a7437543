import './styles.css'

// The page is painted before all the rest is run. Nothing is painted where nobody looks.
const painted = new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
await Promise.race([painted, new Promise((resolve) => setTimeout(resolve, 100))])
const started = import('./start.tsx')
// The first date of a page takes 10 ms of a fast processor, for the browser reads its calendars: while it waits for the rest.
new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }).format()
await started
