const filler = 'The quick brown fox jumps over the lazy dog, and 42 others say: "hello" to it. '.repeat(30)
const length = 200

/** 200 letters that only the message with this number of ours has. */
export function textOf(seq: number): string {
  const head = `${String(seq).padStart(9, '0')} `
  const start = (seq * 7) % 1500
  return `${head}${filler.slice(start, start + length - head.length - 1)}.`
}

/** Undefined when a letter of it is not as it was sent. */
export function seqOf(text: string): number | undefined {
  const seq = Number.parseInt(text, 10)
  return text === textOf(seq) ? seq : undefined
}

/** A number in which every bit depends on which message it is: sums of these tell one set of messages from another. */
export function mark(seq: number): number {
  let mixed = Math.imul(seq ^ 0x9e3779b9, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
