import { takeEarly } from './live/early.ts'
import { clearKept, keepMe, keptMe } from './live/kept.ts'
import { clearUnsent } from './live/unsent.ts'
import { forgetDrafts } from './messages/drafts.ts'
import { forgetPlaces } from './messages/places.ts'
import type { Me } from './trpc.ts'

let speaker: string | undefined

/** Goes with each call, for who signed in in another tab has the same cookie: nothing is said or done here as him. */
export const asWhom = (): Record<string, string> => (speaker ? { 'parley-user': speaker } : {})

/** Somebody is signed in: what another left in the browser goes. */
export async function enter(me: Me) {
  speaker = me.user.id
  const last = await keptMe()
  if (last && last.user.id !== me.user.id) await forget()
  await keepMe(me)
}

/** Nobody is signed in: of who left, or of anybody, nothing stays. What somebody else has begun meanwhile, in another tab, does. */
export async function leave(userId: string | undefined) {
  speaker = undefined
  takeEarly()
  forgetPlaces()
  const now = await keptMe()
  if (!now || !userId || now.user.id === userId) await forget()
}

/** All but how the browser shows the app. */
async function forget() {
  forgetDrafts()
  forgetPlaces()
  await Promise.all([clearKept(), clearUnsent(), forgetNotes()])
}

async function forgetNotes() {
  try {
    await (await import('./push/pushInBrowser.ts')).forgetNotes()
  } catch {
    // A browser without notes; and without a network there are no new ones, for the session is over.
  }
}
