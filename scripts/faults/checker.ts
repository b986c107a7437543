import { groupBy } from './groups.ts'
import type { Evidence, Holding, Receipt, Stored } from './history.ts'
import { heardAfter, recoveries } from './timings.ts'

export type Verdict = ReturnType<typeof check>

/** Compares what was said, what was heard and what is shown with each other and with the database. */
export function check(evidence: Evidence) {
  const findings = {
    lost: [...findLost(evidence), ...findNotShown(evidence), ...findHeardOnly(evidence)],
    doubled: [...findStoredTwice(evidence), ...findAnsweredTwice(evidence), ...findHeardTwice(evidence)],
    outOfOrder: [...findBackwards(evidence), ...findMisplaced(evidence), ...findOvertaken(evidence)],
    leaked: [...findLeaks(evidence), ...findBrokenSilences(evidence), ...findSaidOutside(evidence)],
    holes: findHoles(evidence),
    differing: evidence.holdings.flatMap(({ receiver, faults }) => faults.map((fault) => `${receiver}: ${fault}`)),
    refusedButStored: findRefusedButStored(evidence),
    unanswered: evidence.sends.filter(({ outcome }) => outcome === 'open').map(({ id }) => `${id} was never answered`),
  }
  return {
    acknowledged: evidence.sends.filter(({ outcome }) => outcome === 'ok').length,
    refused: evidence.sends.filter(({ outcome }) => outcome === 'refused').length,
    unknown: evidence.sends.filter(({ unknowns }) => unknowns > 0).length,
    lost: findings.lost.length,
    doubled: findings.doubled.length,
    outOfOrder: findings.outOfOrder.length,
    leaked: findings.leaked.length,
    isDense: findings.holes.length === 0,
    gapsShown: evidence.gapsShown,
    heard: evidence.receipts.length,
    heardMs: heardAfter(evidence),
    recoveryMs: recoveries(evidence),
    findings: Object.entries(findings).flatMap(([kind, list]) =>
      list.length === 0 ? [] : [`${kind} (${list.length}): ${list.slice(0, 3).join('; ')}`],
    ),
  }
}

function findLost({ sends, stored }: Evidence): string[] {
  const numbers = new Map(stored.map((one) => [keyOf(one), one.number]))
  return sends
    .filter(({ outcome }) => outcome === 'ok')
    .filter((send) => {
      const number = numbers.get(keyOf(send))
      return number === undefined || (send.number !== undefined && send.number !== number)
    })
    .map(({ id, number }) => `${id} was acknowledged as ${number ?? 'stored'} and is not there`)
}

/** Everything from where it began, up to the newest, in its newest version. */
function findNotShown({ holdings, stored }: Evidence): string[] {
  const byChat = groupBy(stored, ({ chatId }) => chatId)
  return holdings.flatMap(({ receiver, chatId, from, messages }) => {
    const shown = new Map(messages.map((message) => [message.number, message]))
    return (byChat.get(chatId) ?? [])
      .filter(({ number }) => number >= from)
      .filter(({ number, version, text }) => {
        const message = shown.get(number)
        return message?.version !== version || message.text !== text
      })
      .map(({ number, id }) => `${receiver} does not show ${number} (${id}) as it now stands`)
  })
}

function findHeardOnly({ receipts, stored }: Evidence): string[] {
  const known = new Set(stored.map(keyOf))
  const ghosts = new Set(receipts.filter((receipt) => !known.has(keyOf(receipt))).map(({ id }) => id))
  return [...ghosts].map((id) => `${id} was heard and is not stored`)
}

function findStoredTwice({ stored }: Evidence): string[] {
  return [...groupBy(stored, keyOf).values()]
    .filter((rows) => rows.length > 1)
    .map((rows) => `${rows[0]?.id} is stored ${rows.length} times`)
}

/** Two messages of one text of one sender, which differ in nothing: the same words were taken for two. */
function findAnsweredTwice({ sends }: Evidence): string[] {
  const numbered = sends.filter(({ outcome, number }) => outcome === 'ok' && number !== undefined)
  return [...groupBy(numbered, ({ chatId, number }) => `${chatId} ${number}`).values()]
    .filter((both) => both.length > 1)
    .map((both) => `${both.map(({ id }) => id).join(' and ')} were given one number`)
}

function findHeardTwice({ receipts, holdings }: Evidence): string[] {
  const heard = stretchesOf(receipts).flatMap((stretch) =>
    [...groupBy(stretch, ({ version }) => String(version)).values()]
      .filter((same) => same.length > 1)
      .map(([first]) => `${first?.receiver} heard ${first?.id} twice at version ${first?.version}`),
  )
  const shown = holdings.flatMap(({ receiver, messages }: Holding) =>
    [...groupBy(messages, ({ id }) => id).values()]
      .filter((same) => same.length > 1)
      .map(([first]) => `${receiver} shows ${first?.id} twice`),
  )
  return [...heard, ...shown]
}

/** News of a chat come in the order of its versions. */
function findBackwards({ receipts }: Evidence): string[] {
  return stretchesOf(receipts).flatMap((stretch) =>
    stretch.flatMap((receipt, index) => {
      const before = stretch[index - 1]
      return before && receipt.version < before.version
        ? [`${receipt.receiver} heard version ${receipt.version} after ${before.version}`]
        : []
    }),
  )
}

/** Everybody sees a message in the same place. */
function findMisplaced({ receipts, holdings, stored }: Evidence): string[] {
  const places = new Map(stored.map((one) => [keyOf(one), one.number]))
  const seen = [
    ...receipts,
    ...holdings.flatMap(({ receiver, chatId, messages }) =>
      messages.map((message) => ({ receiver, chatId, ...message })),
    ),
  ]
  return seen.flatMap((one) => {
    const number = places.get(keyOf(one))
    return number === undefined || number === one.number
      ? []
      : [`${one.receiver} saw ${one.id} as ${one.number}, stored is ${number}`]
  })
}

/** Who says one thing after the other has it stored in that order. */
function findOvertaken({ sends, stored }: Evidence): string[] {
  const numbers = new Map(stored.map((one) => [keyOf(one), one.number]))
  const inTurn = groupBy(sends, ({ senderId, chatId }) => `${senderId} ${chatId}`)
  return [...inTurn.values()].flatMap((own) => {
    const answered = own.filter(({ outcome, answeredAt }) => outcome === 'ok' && answeredAt !== undefined)
    return answered.flatMap((send, index) => {
      const before = answered[index - 1]
      const wasWaitedFor = before && before.answeredAt! <= send.triedAt
      const isBackwards = wasWaitedFor && (numbers.get(keyOf(before)) ?? 0) > (numbers.get(keyOf(send)) ?? Infinity)
      return isBackwards ? [`${send.id} is stored before ${before.id}, which its sender had said earlier`] : []
    })
  })
}

/** After his removal nobody hears a change of the chat, the removal included, until he is in again. */
function findLeaks({ receipts, stored }: Evidence): string[] {
  const memberships = membershipsOf(stored)
  const groups = groupsIn(stored)
  return receipts
    .filter(({ how, chatId }) => how === 'news' && groups.has(chatId))
    .filter(({ chatId, userId, version }) => {
      const own = memberships.get(`${chatId} ${userId}`) ?? []
      return !own.some(({ from, until }) => from <= version && version < until)
    })
    .map(({ receiver, version, id }) => `${receiver} heard ${id} at version ${version}, when he was out`)
}

/** Only members speak: nothing of somebody has a number above his removal. */
function findSaidOutside({ stored }: Evidence): string[] {
  const memberships = membershipsOf(stored)
  const groups = groupsIn(stored)
  return stored
    .filter(({ kind, chatId }) => kind === 'text' && groups.has(chatId))
    .filter(({ chatId, senderId, number }) => {
      const own = memberships.get(`${chatId} ${senderId}`) ?? []
      return !own.some(({ after, before }) => after < number && number < before)
    })
    .map(({ id, number }) => `${id} was said as ${number} by somebody who was out`)
}

function findBrokenSilences({ receipts, silences }: Evidence): string[] {
  return silences.flatMap(({ receiver, from }) =>
    receipts
      .filter((receipt) => receipt.receiver === receiver && receipt.at > from)
      .map(({ id, at }) => `${receiver} heard ${id} ${Math.round(at - from)} ms after he had to hear nothing`),
  )
}

function findHoles({ stored, chats }: Evidence): string[] {
  const byChat = groupBy(stored, ({ chatId }) => chatId)
  return chats.flatMap(({ id, lastNumber, version }) => {
    const rows = (byChat.get(id) ?? []).toSorted((one, other) => one.number - other.number)
    const isDense = rows.length === lastNumber && rows.every(({ number }, index) => number === index + 1)
    const versions = new Set(rows.map((row) => row.version))
    const isDistinct = versions.size === rows.length && Math.max(0, ...versions) <= version
    return isDense && isDistinct ? [] : [`chat ${id} has ${rows.length} messages, last ${lastNumber}`]
  })
}

function findRefusedButStored({ sends, stored }: Evidence): string[] {
  const known = new Set(stored.map(keyOf))
  return sends
    .filter((send) => send.outcome === 'refused' && send.unknowns === 0 && known.has(keyOf(send)))
    .map(({ id, reason }) => `${id} was refused (${reason}) and is stored`)
}

function stretchesOf(receipts: Receipt[]): Receipt[][] {
  const news = receipts.filter(({ how }) => how === 'news')
  return [...groupBy(news, ({ receiver, chatId, stretch }) => `${receiver} ${chatId} ${stretch}`).values()]
}

function groupsIn(stored: Stored[]): Set<string> {
  return new Set(stored.filter(({ event }) => event !== null).map(({ chatId }) => chatId))
}

/** From when until when somebody was in a chat, in versions and in numbers. */
function membershipsOf(stored: Stored[]) {
  const spells = new Map<string, { from: number; until: number; after: number; before: number }[]>()
  const happened = stored.filter(({ event }) => event !== null).toSorted((one, other) => one.number - other.number)
  for (const { chatId, version, number, event } of happened) {
    for (const userId of event?.userIds ?? []) {
      const own = spells.get(`${chatId} ${userId}`) ?? []
      spells.set(`${chatId} ${userId}`, own)
      if (event?.type === 'created' || event?.type === 'joined')
        own.push({ from: version, until: Infinity, after: number, before: Infinity })
      if (event?.type === 'left' || event?.type === 'removed')
        Object.assign(own.at(-1)!, { until: version, before: number })
    }
  }
  return spells
}

function keyOf({ chatId, id }: { chatId: string; id: string }): string {
  return `${chatId} ${id}`
}
