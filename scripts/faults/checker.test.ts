import { expect, test } from 'vitest'
import { check } from './checker.ts'
import type { Evidence, Receipt, Send, Stored } from './history.ts'

const created: Stored = {
  chatId: 'engines',
  number: 1,
  id: 'created',
  version: 1,
  senderId: 'ada',
  kind: 'system',
  text: '',
  event: { type: 'created', userIds: ['ada', 'bob'] },
}

test('what was said, stored, heard and shown as it should be passes', () => {
  expect(check(evidence())).toMatchObject({
    acknowledged: 3,
    lost: 0,
    doubled: 0,
    outOfOrder: 0,
    leaked: 0,
    isDense: true,
    findings: [],
  })
})

test('an acknowledged message that is not stored is lost', () => {
  const { stored, ...rest } = evidence()
  const verdict = check({ ...rest, stored: stored.slice(0, -1), chats: [chat(3)] })
  expect(verdict.lost).toBeGreaterThan(0)
  expect(verdict.findings[0]).toContain('said 3 was acknowledged as 4 and is not there')
})

test('an acknowledged message that somebody online does not show is lost', () => {
  const { holdings, ...rest } = evidence()
  const short = holdings.map((holding) => ({ ...holding, messages: holding.messages.slice(0, -1) }))
  const verdict = check({ ...rest, holdings: short })
  expect(verdict.lost).toBe(1)
  expect(verdict.findings[0]).toContain('bob does not show 4 (said 3)')
})

test('a message shown as it was before it was edited is lost', () => {
  const { stored, ...rest } = evidence()
  const edited = stored.map((one) => (one.id === 'said 2' ? { ...one, version: 5, text: 'edited' } : one))
  expect(check({ ...rest, stored: edited, chats: [{ ...chat(4), version: 5 }] }).findings).toEqual([
    'lost (1): bob does not show 3 (said 2) as it now stands',
  ])
})

test('a message that was heard and never stored is lost', () => {
  const { receipts, ...rest } = evidence()
  const verdict = check({ ...rest, receipts: [...receipts, heard('ghost', 5)] })
  expect(verdict.findings).toEqual(['lost (1): ghost was heard and is not stored'])
})

test('a message that is stored twice is doubled', () => {
  const { stored, ...rest } = evidence()
  const verdict = check({ ...rest, stored: [...stored, said(3, 5)], chats: [chat(5)], holdings: [], receipts: [] })
  expect(verdict.doubled).toBe(1)
  expect(verdict.findings.join()).toContain('said 3 is stored 2 times')
})

test('a message that is heard twice over one connection is doubled, over two it is not', () => {
  const { receipts, ...rest } = evidence()
  const again = heard('said 3', 4)
  expect(check({ ...rest, receipts: [...receipts, again] }).findings).toEqual([
    'doubled (1): bob heard said 3 twice at version 4',
  ])
  expect(check({ ...rest, receipts: [...receipts, { ...again, stretch: 'two' }] }).doubled).toBe(0)
})

test('news that come in another order than that of the versions are out of order', () => {
  const { receipts, ...rest } = evidence()
  const [first, second, third] = receipts
  const verdict = check({ ...rest, receipts: [second!, first!, third!] })
  expect(verdict.findings).toEqual(['outOfOrder (1): bob heard version 2 after 3'])
})

test('two messages of one sender that are stored in the other order are out of order', () => {
  const { stored, sends, ...rest } = evidence()
  const swapped = stored.map((one) => (one.kind === 'text' ? { ...one, id: `said ${6 - one.number - 1}` } : one))
  const numbered = sends.map((send) => ({ ...send, number: swapped.find(({ id }) => id === send.id)?.number }))
  const verdict = check({ ...rest, stored: swapped, sends: numbered, holdings: [], receipts: [] })
  expect(verdict.outOfOrder).toBe(2)
  expect(verdict.findings.join()).toContain('which its sender had said earlier')
})

test('news that reach somebody after his removal are leaked, the removal included', () => {
  const { stored, ...rest } = evidence()
  const removed: Stored = {
    ...created,
    number: 3,
    version: 3,
    id: 'removed',
    event: { type: 'removed', userIds: ['bob'] },
  }
  const verdict = check({
    ...rest,
    sends: [],
    stored: [created, stored[1]!, removed, said(3, 4)],
    receipts: [heard('said 1', 2), heard('removed', 3), heard('said 3', 4)],
    holdings: [],
  })
  expect(verdict).toMatchObject({ leaked: 2, lost: 0 })
})

test('what somebody said after his removal is leaked', () => {
  const { stored, ...rest } = evidence()
  const [first, ...others] = stored
  const away: Stored = { ...created, number: 5, version: 5, id: 'away', event: { type: 'removed', userIds: ['ada'] } }
  const late = { ...said(4, 6), version: 6 }
  const verdict = check({ ...rest, holdings: [], stored: [first!, ...others, away, late], chats: [chat(6)] })
  expect(verdict.findings).toEqual(['leaked (1): said 4 was said as 6 by somebody who was out'])
})

test('news of a group reach nobody who was never in it', () => {
  const { receipts, ...rest } = evidence()
  const eve = { ...heard('said 1', 2), receiver: 'eve', userId: 'eve' }
  expect(check({ ...rest, receipts: [...receipts, eve] }).findings).toEqual([
    'leaked (1): eve heard said 1 at version 2, when he was out',
  ])
})

test('what is heard after the session ended is leaked', () => {
  const verdict = check({ ...evidence(), silences: [{ receiver: 'bob', from: 3.5 }] })
  expect(verdict.leaked).toBe(1)
})

test('a hole in the numbers is not dense', () => {
  const { stored, ...rest } = evidence()
  const verdict = check({
    ...rest,
    sends: [],
    receipts: [],
    holdings: [],
    stored: stored.filter(({ number }) => number !== 3),
  })
  expect(verdict.isDense).toBe(false)
})

test('what was refused at its only try and is stored all the same is named, and so is what was never answered', () => {
  const { sends, ...rest } = evidence()
  const [first, second, third] = sends
  const verdict = check({
    ...rest,
    sends: [{ ...first!, outcome: 'refused', reason: 'NOT_A_MEMBER' }, { ...second!, outcome: 'open' }, third!],
  })
  expect(verdict.findings).toEqual([
    'refusedButStored (1): said 1 was refused (NOT_A_MEMBER) and is stored',
    'unanswered (1): said 2 was never answered',
  ])
})

test('recovery is the time until the first success of what was tried after the fault', () => {
  const sends = [10, 250, 400].map((triedAt, index) => ({ ...sent(index + 1), triedAt, answeredAt: triedAt + 20 }))
  const verdict = check({ ...evidence(), sends, receipts: [], faultsAt: [100] })
  expect(verdict.recoveryMs).toEqual({ p50: 170, p99: 170 })
})

/** Ada says three things in a group with bob. */
function evidence(): Evidence {
  const stored = [created, said(1, 2), said(2, 3), said(3, 4)]
  return {
    sends: [sent(1), sent(2), sent(3)],
    receipts: [heard('said 1', 2), heard('said 2', 3), heard('said 3', 4)],
    holdings: [{ receiver: 'bob', chatId: 'engines', from: 1, messages: stored, faults: [] }],
    stored,
    chats: [chat(4)],
    faultsAt: [],
    silences: [],
    gapsShown: 0,
  }
}

function sent(index: number): Send {
  return {
    id: `said ${index}`,
    chatId: 'engines',
    senderId: 'ada',
    invokedAt: index,
    triedAt: index,
    answeredAt: index + 0.5,
    unknowns: 0,
    outcome: 'ok',
    number: index + 1,
  }
}

function said(index: number, number: number): Stored {
  return { ...created, kind: 'text', id: `said ${index}`, number, version: number, text: `words ${index}`, event: null }
}

function heard(id: string, number: number): Receipt {
  return {
    receiver: 'bob',
    userId: 'bob',
    chatId: 'engines',
    number,
    version: number,
    id,
    at: number,
    stretch: 'one',
    how: 'news',
  }
}

function chat(last: number) {
  return { id: 'engines', version: last, lastNumber: last }
}
