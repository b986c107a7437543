import type { Import } from './group.ts'
import type { Log } from './irc.ts'
import type { Replay } from './replay.ts'

/** Where every line went. */
export function importReport(logs: Log[], { chatId, history, newPeople }: Import) {
  const { added, messages, people, members, rejoined } = history
  const lines = total(logs, ({ lines }) => lines)
  const blank = total(logs, ({ skipped }) => skipped.blank)
  const empty = total(logs, ({ skipped }) => skipped['without words'])
  const cleaned = total(logs, ({ cleaned }) => cleaned)
  const recoded = total(logs, ({ recoded }) => recoded)
  const kinds = countKinds(logs)
  const extra = Object.values(added).reduce((sum, count) => sum + count, 0)
  const imported = lines - blank - empty
  return [
    `Imported as the chat ${chatId}.`,
    row('lines read', lines),
    row('imported', imported, kinds),
    row('skipped', blank + empty, `${blank} blank, ${empty} without words`),
    row('messages', messages.length, `${imported} lines and ${extra} more: ${listed(added)}`),
    row(
      'people',
      people.size,
      `${newPeople} new, ${people.size - newPeople} known; ${members.size} members at the end, with the log's own`,
    ),
    ...(rejoined > 0
      ? [row('joined again', rejoined, 'joined without having left; kept, and a member all the time')]
      : []),
    ...(cleaned > 0 ? [row('cleaned', cleaned, 'lines lost control characters')] : []),
    ...(recoded > 0 ? [row('recoded', recoded, 'lines were Windows-1252')] : []),
    ...(logs.some(({ hasTwelveHourClock }) => hasTwelveHourClock)
      ? ['The clock goes from 12 to 1: it is read as one of 12 hours.']
      : []),
    'Addresses of hosts are not kept. Nobody of the log has a password: npm run password -- USERNAME',
  ].join('\n')
}

export function replayReport(
  played: Replay,
  { speed, url, password }: { speed: number; url: string; password: string },
) {
  const { messages, clients, deliveries, lost, doubled, outOfOrder, p50, p99, usernames } = played
  return [
    row('messages', messages, `${speed} times as fast as they were`),
    row('clients', clients, 'each with a socket of its own'),
    row('deliveries', deliveries),
    row('lost', lost),
    row('doubled', doubled),
    row('out of order', outOfOrder),
    row('p50', Math.round(p50), 'ms from send to seen'),
    row('p99', Math.round(p99), 'ms from send to seen'),
    `Sign in at ${url} as any of them, with the password ${password}: ${usernames.slice(0, 8).join(', ')} …`,
  ].join('\n')
}

function row(name: string, count: number, about = '') {
  return `${name.padEnd(14)}${count.toLocaleString('en').padStart(9)}  ${about}`.trimEnd()
}

function total(logs: Log[], count: (log: Log) => number) {
  return logs.reduce((sum, log) => sum + count(log), 0)
}

function countKinds(logs: Log[]) {
  const counts: Record<string, number> = {}
  for (const { type } of logs.flatMap(({ happenings }) => happenings)) counts[type] = (counts[type] ?? 0) + 1
  return listed(counts)
}

function listed(counts: Record<string, number>) {
  return Object.entries(counts)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ')
}
