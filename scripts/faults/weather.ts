import type { Random } from './random.ts'
import type { Way } from './proxy.ts'

/** What happens to single pieces of news on their way to a process, while everything else goes through. */
export type Weather = { loss: number; doubling: number; lateMs: number; came: number; lost: number }

type Passing = (bytes: Buffer, pass: (bytes: Buffer) => void) => void
/** The length of the first whole message in these bytes, and whether it is news; undefined while more must come. */
type Reader = (bytes: Buffer) => { length: number; isNews: boolean } | undefined

const notification = 'A'.charCodeAt(0)

/** PostgreSQL's protocol, from the server: a letter and a length. 'A' is what NOTIFY brings. */
export function postgresNews(way: Way, weather: Weather, random: Random): Passing {
  return way === 'up'
    ? (bytes, pass) => pass(bytes)
    : withWeather(weather, random, (bytes) =>
        bytes.length < 5 ? undefined : { length: 1 + bytes.readUInt32BE(1), isNews: bytes[0] === notification },
      )
}

/** NATS's protocol, from the server: lines, of which MSG and HMSG are followed by as many bytes as they say. */
export function natsNews(way: Way, weather: Weather, random: Random): Passing {
  return way === 'up' ? (bytes, pass) => pass(bytes) : withWeather(weather, random, readNats)
}

function readNats(bytes: Buffer) {
  const end = bytes.indexOf('\r\n')
  if (end === -1) return undefined
  const words = bytes.toString('latin1', 0, end).trim().split(/\s+/)
  const isNews = /^H?MSG$/i.test(words[0] ?? '')
  return { length: end + 2 + (isNews ? Number(words.at(-1)) + 2 : 0), isNews }
}

function withWeather(weather: Weather, random: Random, read: Reader): Passing {
  let rest = Buffer.alloc(0)
  return (bytes, pass) => {
    rest = Buffer.concat([rest, bytes])
    const through: Buffer[] = []
    for (let found = read(rest); found && found.length <= rest.length; found = read(rest)) {
      const piece = rest.subarray(0, found.length)
      rest = rest.subarray(found.length)
      if (found.isNews) through.push(...weathered(piece, pass))
      else through.push(piece)
    }
    if (through.length > 0) pass(Buffer.concat(through))
  }

  function weathered(piece: Buffer, pass: (bytes: Buffer) => void): Buffer[] {
    weather.came++
    if (random.chance(weather.loss)) {
      weather.lost++
      return []
    }
    const copies = random.chance(weather.doubling) ? [piece, piece] : [piece]
    if (weather.lateMs === 0) return copies
    // Each for itself: what was said later then often comes earlier.
    for (const copy of copies) setTimeout(pass, random.between(0, weather.lateMs), Buffer.from(copy))
    return []
  }
}
