import { signsOf } from '../ui/signs.ts'

/** Of the signs that emoji are made of, and not of those alone that stand for themselves. */
const mayBe = /^(?=.*[^#*\d])(?:[#*\d©®\u203c-\u3299]|\u200d|\ufe0f|[\u{1f000}-\u{1faff}\u{e0020}-\u{e007f}])+$/u
const most = 8

let onlyEmoji: RegExp | undefined

/** A few emoji and nothing else: they are shown large. */
export function isOnlyEmoji(text: string): boolean {
  const signs = text.replace(/\s/g, '')
  // Most texts are made of letters, and never pay for what follows: to make it takes 15 ms of a fast processor.
  if (signs.length > most * 12 || !mayBe.test(signs)) return false
  onlyEmoji ??= /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)+$/v
  return onlyEmoji.test(signs) && signsOf(signs).length <= most
}

/** One spelling for each emoji, so that a reaction is counted once whoever chose it from where. */
export function oneSpelling(emoji: string): string {
  const plain = emoji.replaceAll('\uFE0F', '')
  return /^\p{RGI_Emoji}$/v.test(plain) ? plain : emoji
}
