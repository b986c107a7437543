const onlyEmoji = /^(?:\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F)+$/v
const mayBegin = /^[#*\d©®\u203c-\uffff]/
const most = 8

/** A few emoji and nothing else: they are shown large. */
export function isOnlyEmoji(text: string): boolean {
  const signs = text.replace(/\s/g, '')
  // Most texts begin with a letter, and never pay for what follows.
  return mayBegin.test(signs) && signs.length <= most * 12 && onlyEmoji.test(signs) && countOf(signs) <= most
}

const segmenter = new Intl.Segmenter()
const countOf = (text: string) => Array.from(segmenter.segment(text)).length

/** One spelling for each emoji, so that a reaction is counted once whoever chose it from where. */
export function oneSpelling(emoji: string): string {
  const plain = emoji.replaceAll('\uFE0F', '')
  return /^\p{RGI_Emoji}$/v.test(plain) ? plain : emoji
}
