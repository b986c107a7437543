import { t } from '@lingui/core/macro'
import { defaultEmojiDataResolver, type EmojiData } from 'frimousse'
import { emojiFinder } from './emojiFinder.ts'

type Shown = EmojiData['emojis'][number]

/** What this browser can draw is asked of the same server. */
const emojibaseUrl = import.meta.env.DEV ? '/node_modules/emojibase-data' : '/emoji'
const found = 0
const weight = 10

/** The emoji for the picker, named in a language: all of them, or what is looked for, in our order. */
export function shownEmoji(language: string) {
  return async (wanted: string): Promise<EmojiData> => {
    const [drawn, finder] = await Promise.all([defaultEmojiDataResolver('en', { emojibaseUrl }), emojiFinder(language)])
    const known = new Map(drawn.emojis.map((emoji) => [bare(emoji.emoji), emoji]))
    const named = ({ sign, label }: { sign: string; label: string }) => {
      const emoji = known.get(bare(sign))
      return emoji ? [{ ...emoji, emoji: sign, label, tags: [] }] : []
    }
    const look = wanted.trim()
    if (look === '')
      return { ...drawn, skinTones: skinTones(), categories: categories(), emojis: finder.all.flatMap(named) }
    const emojis = finder
      .find(look)
      .flatMap(named)
      .map((emoji) => foundAs(emoji, look.toLowerCase()))
    return { ...drawn, skinTones: skinTones(), categories: [{ index: found, label: t`Found` }], emojis }
  }
}

/** The library counts where the words stand in the name and the tags and sorts by that: here all count the same. */
function foundAs(emoji: Shown, look: string): Shown {
  const tags = emoji.label.toLowerCase().includes(look) ? [] : Array<string>(weight).fill(look)
  return { ...emoji, category: found, tags }
}

const bare = (sign: string) => sign.replaceAll('\uFE0F', '')

/** Emojibase has numbers for them. */
const categories = () => [
  { index: 0, label: t`Smileys and emotion` },
  { index: 1, label: t`People and body` },
  { index: 3, label: t`Animals and nature` },
  { index: 4, label: t`Food and drink` },
  { index: 5, label: t`Travel and places` },
  { index: 6, label: t`Activities` },
  { index: 7, label: t`Objects` },
  { index: 8, label: t`Symbols` },
  { index: 9, label: t`Flags` },
]

const skinTones = () => ({
  light: t`Light skin tone`,
  'medium-light': t`Medium-light skin tone`,
  medium: t`Medium skin tone`,
  'medium-dark': t`Medium-dark skin tone`,
  dark: t`Dark skin tone`,
})
