import type {
  Construct,
  Event,
  Extension,
  Resolver,
  State,
  Token,
  TokenizeContext,
  Tokenizer,
  TokenType,
} from 'micromark-util-types'
import { classifyCharacter } from 'micromark-util-classify-character'
import { resolveAll } from 'micromark-util-resolve-all'

declare module 'micromark-util-types' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
  export interface TokenTypeMap {
    strike: 'strike'
    spoiler: 'spoiler'
    pairMark: 'pairMark'
    strikeOpen: 'strikeOpen'
    spoilerOpen: 'spoilerOpen'
  }
}

/** A mark of two equal signs around words, ~~so~~: what begins it touches the words, and so does what ends it. */
export function pairs(sign: '~' | '|', type: 'strike' | 'spoiler'): Extension {
  const code = sign.codePointAt(0) ?? 0
  const waiting: TokenType = `${type}Open`
  const construct: Construct = { name: type, tokenize: tokenizer(code, waiting), resolveAll: resolver(type, waiting) }
  return {
    text: { [code]: construct },
    insideSpan: { null: [construct] },
    attentionMarkers: { null: [code] },
  }
}

function tokenizer(sign: number, waiting: TokenType): Tokenizer {
  return function tokenize(this: TokenizeContext, effects, ok, nok): State {
    const { previous } = this
    let size = 0
    return (code) => {
      if (previous === sign) return nok(code)
      effects.enter(waiting)
      return more(code)
    }

    function more(code: Parameters<State>[0]): State | undefined {
      if (code === sign) {
        if (size === 2) return nok(code)
        effects.consume(code)
        size++
        return more
      }
      if (size < 2) return nok(code)
      const token = effects.exit(waiting)
      const before = classifyCharacter(previous)
      const after = classifyCharacter(code)
      token._open = !after || (after === 2 && Boolean(before))
      token._close = !before || (before === 2 && Boolean(after))
      return ok(code)
    }
  }
}

function resolver(type: 'strike' | 'spoiler', waiting: TokenType): Resolver {
  return (events, context) => {
    let next: Event[] = []
    const openings: number[] = []
    for (const event of events) {
      const [when, token] = event
      if (token.type !== waiting) {
        next.push(event)
        continue
      }
      if (when === 'enter') continue
      const opening = token._close ? openings.pop() : undefined
      if (opening === undefined) {
        // A sign that nothing ends is a word like others.
        if (token._open) openings.push(next.length)
        next.push(['enter', token, context], ['exit', token, context])
        continue
      }
      const opener = next[opening]?.[1]
      if (!opener) continue
      const whole: Token = { type, start: { ...opener.start }, end: { ...token.end } }
      const inside = next.slice(opening + 2)
      const { insideSpan } = context.parser.constructs
      next = next.slice(0, opening)
      opener.type = 'pairMark'
      token.type = 'pairMark'
      next.push(['enter', whole, context], ['enter', opener, context], ['exit', opener, context])
      next.push(...(insideSpan.null ? resolveAll(insideSpan.null, inside, context) : inside))
      next.push(['enter', token, context], ['exit', token, context], ['exit', whole, context])
    }
    for (const [, token] of next) if (token.type === waiting) token.type = 'data'
    // Who asked holds on to the list that he gave.
    events.length = 0
    for (const event of next) events.push(event)
    return events
  }
}
