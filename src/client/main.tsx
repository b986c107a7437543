import './styles.css'

// The page is painted before all the rest is run. Nothing is painted where nobody looks.
const painted = new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
await Promise.race([painted, new Promise((resolve) => setTimeout(resolve, 100))])
await import('./start.tsx')
