import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { speak } from './languages/language.ts'
import { keptMe } from './live/kept.ts'
import { speakAsPreferred } from './settings/preferences.ts'

const element = document.getElementById('app')
if (!element) throw new Error('The page has no place for the app.')
const canSpeak = speakAsPreferred().catch(() => speak('en'))
// A browser that is slow to open what it keeps is not waited for.
const known = await Promise.race([keptMe(), new Promise<undefined>((resolve) => setTimeout(resolve, 500))])
await canSpeak
const isGallery = import.meta.env.DEV && location.search === '?ui'
const Gallery = isGallery ? (await import('./ui/Gallery.tsx')).Gallery : undefined
createRoot(element).render(<StrictMode>{Gallery ? <Gallery /> : <App known={known} />}</StrictMode>)
