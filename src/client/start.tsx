import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { asWhom } from './leaving.ts'
import { speak } from './languages/language.ts'
import { askEarly } from './live/early.ts'
import { keptMe } from './live/kept.ts'
import { speakAsPreferred } from './settings/preferences.ts'
import { createClient } from './trpc.ts'

const element = document.getElementById('app')
if (!element) throw new Error('The page has no place for the app.')
const canSpeak = speakAsPreferred().catch(() => speak('en'))
// A browser that is slow to open what it keeps is not waited for.
const known = await Promise.race([keptMe(), new Promise<undefined>((resolve) => setTimeout(resolve, 500))])
const socketUrl = `${location.origin.replace(/^http/, 'ws')}/trpc`
const calls = createClient({ url: '/trpc', socketUrl, headers: asWhom })
if (!known && document.querySelector('[data-page="home"]')) {
  askEarly(calls)
  // In a call of their own: who is here is asked as the page has asked it.
  await new Promise((resolve) => setTimeout(resolve))
}
await canSpeak
const isGallery = import.meta.env.DEV && location.search === '?ui'
const Gallery = isGallery ? (await import('./gallery/Gallery.tsx')).Gallery : undefined
createRoot(element).render(
  <StrictMode>{Gallery ? <Gallery calls={calls} /> : <App calls={calls} known={known} />}</StrictMode>,
)
