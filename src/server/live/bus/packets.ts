import { randomUUID } from 'node:crypto'

const mark = '~'
const mostOpen = 200
const patienceMs = 10_000

/** Puts notes (each one line) together, as many as go; one that is too long for itself is cut into pieces. */
export function pack(notes: string[], mostBytes: number): string[] {
  const packets: string[] = []
  let open: string[] = []
  let bytes = 0
  for (const note of notes) {
    const size = Buffer.byteLength(note) + 1
    if (size > mostBytes) {
      packets.push(...cut(note, mostBytes))
      continue
    }
    if (bytes + size > mostBytes) close()
    open.push(note)
    bytes += size
  }
  close()
  return packets

  function close() {
    if (open.length > 0) packets.push(open.join('\n'))
    open = []
    bytes = 0
  }
}

function cut(note: string, mostBytes: number): string[] {
  const id = randomUUID()
  const letters = Buffer.from(note).toString('base64')
  const room = mostBytes - 60
  const count = Math.ceil(letters.length / room)
  return Array.from({ length: count }, (_, index) =>
    [mark + id, index, count, letters.slice(index * room, (index + 1) * room)].join(mark),
  )
}

type Open = { pieces: string[]; missing: number; since: number }

/** Takes packets apart, in whatever order their pieces come. What never becomes whole is forgotten. */
export function createUnpacker() {
  const open = new Map<string, Open>()

  return function unpack(packet: string): string[] {
    if (!packet.startsWith(mark)) return packet.split('\n')
    const [, id = '', index = '', count = '', letters = ''] = packet.split(mark)
    const [place, many] = [Number(index), Number(count)]
    if (!(place >= 0 && place < many && many < 1000)) return []
    const one = open.get(id) ?? { pieces: [], missing: many, since: Date.now() }
    open.set(id, one)
    if (one.pieces[place] === undefined) one.missing--
    one.pieces[place] = letters
    if (one.missing > 0) {
      forgetOld()
      return []
    }
    open.delete(id)
    return Buffer.from(one.pieces.join(''), 'base64').toString().split('\n')
  }

  function forgetOld() {
    const oldest = Date.now() - patienceMs
    for (const [id, { since }] of open) if (since < oldest || open.size > mostOpen) open.delete(id)
  }
}
