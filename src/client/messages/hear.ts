import { preferences } from '../settings/preferences.ts'
import { say } from '../ui/say.ts'
import { announcement, calmly } from './announcements.ts'

/** What arrives, in the open chat and elsewhere, is told by one voice: they do not talk over one another. */
export const { hear, stop: hush } = calmly((heard) => {
  const sentence = announcement(heard, preferences().announcements)
  if (sentence !== undefined) say(sentence)
})
