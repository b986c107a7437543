/** The lines of a log. Old logs mix encodings line by line: what is not UTF-8 is read as Windows-1252, which is never wrong about ASCII. */
export function readLines(bytes: Uint8Array) {
  const lines: string[] = []
  let recoded = 0
  let start = 0
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start)
    const end = newline === -1 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    const text = decode(line)
    if (text === undefined) recoded++
    lines.push((text ?? oldDecoder.decode(line)).replace(/\r$/, ''))
    start = end + 1
  }
  return { lines, recoded }
}

/** Without the codes for bold and colours, NUL and other control characters; tabs stay. */
export function removeControls(text: string) {
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/\u0003(?:\d{1,2}(?:,\d{1,2})?)?|[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
}

/** Pieces that are not longer than a message may be. */
export function splitText(text: string, most: number) {
  const letters = Array.from(text)
  const pieces: string[] = []
  for (let start = 0; start < letters.length; start += most) pieces.push(letters.slice(start, start + most).join(''))
  return pieces
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true })
const oldDecoder = new TextDecoder('windows-1252')

function decode(bytes: Uint8Array) {
  try {
    return strictDecoder.decode(bytes)
  } catch {
    return undefined
  }
}
