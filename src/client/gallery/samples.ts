import type { Outgoing } from '../live/outbox.ts'
import type { ShownMessage } from '../live/shown.ts'
import { group, human, message } from '../live/testing-samples.ts'
import type { Chat, Member, Person, Self } from '../trpc.ts'

export const chatId = 'engines'
export const now = new Date()
export const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
export const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

export const me: Self = {
  ...human('ada', { displayName: 'Ada Lovelace' }),
  email: null,
  isEmailVerified: false,
  isAdmin: false,
  createdAt: daysAgo(365),
  hidesPresence: false,
  hidesReceipts: false,
}
export const bob = human('bob', { displayName: 'Bob Kowalski' })
export const noor = human('noor', { displayName: 'نور حداد' })
export const guest = human('falcon', { displayName: 'Quiet Falcon', kind: 'guest' })
export const gone = human('gone', { displayName: 'Deleted user', isDeleted: true })
export const longName = human('maximiliane.von.und.zu.hohenlohe.langenburg', {
  displayName: 'Maximiliane Friederike Auguste von und zu Hohenlohe-Langenburg',
})
export const people: Person[] = [me, bob, noor, guest, gone, longName]

export const nameOfSample = (userId: string) => people.find(({ id }) => id === userId)?.displayName ?? userId

export const members: Member[] = people
  .filter(({ isDeleted }) => !isDeleted)
  .map((person, index) => ({
    ...person,
    role: index === 0 ? 'owner' : index === 1 ? 'admin' : 'member',
    joinedAt: daysAgo(30),
    readNumber: 1,
  }))

const code = '```ts\nconst mean = readings.reduce((sum, { bar }) => sum + bar, 0) / readings.length\n```'

/** What can be said, and what can become of it. */
const said: Partial<ShownMessage>[] = [
  { text: 'The new valve is in.', createdAt: daysAgo(400) },
  { kind: 'system', event: { type: 'renamed', userIds: [], title: 'Engines' }, createdAt: daysAgo(1) },
  { text: 'The gauge says what it said last week.', createdAt: daysAgo(1) },
  { text: 'And the one below it too.', createdAt: daysAgo(1) },
  { sender: me, text: `Is it the sampling? ${code}`, createdAt: minutesAgo(90), editedAt: minutesAgo(80) },
  {
    sender: me,
    text: '**Bold**, _italic_, ~~gone~~, `code`, ||a secret||, https://example.org\n> a quotation\n\n1. one\n2. two',
    createdAt: minutesAgo(88),
  },
  { sender: bob, text: 'Same curve.', replyTo: 'message 5', createdAt: minutesAgo(70) },
  { sender: bob, text: 'Who said so?', replyTo: 'of long ago', createdAt: minutesAgo(69) },
  { sender: noor, text: '@ada هل يمكنك تشغيله أربعين دقيقة؟', mentions: ['ada'], createdAt: minutesAgo(60) },
  {
    sender: guest,
    text: '🎉',
    createdAt: minutesAgo(50),
    reactions: [
      { emoji: '👍', userIds: ['ada', 'bob'] },
      { emoji: '❤️', userIds: ['noor'] },
    ],
  },
  { sender: longName, text: `One word: ${'un'.repeat(60)}believable`, createdAt: minutesAgo(40) },
  { sender: bob, text: '', deletedAt: minutesAgo(29), createdAt: minutesAgo(30) },
  { sender: bob, text: '/me waves', createdAt: minutesAgo(28) },
  { sender: me, text: 'It held, all 40 minutes of it.', createdAt: minutesAgo(5) },
  { sender: me, text: 'This one waits.', state: 'waiting', createdAt: now },
  { sender: me, text: 'This one can be taken back.', state: 'waiting', createdAt: now, id: 'held' },
  { sender: me, text: 'This one is on its way.', state: 'sending', createdAt: now },
  { sender: me, text: 'This one was refused.', state: 'failed', fault: 'You are not in this chat.', createdAt: now },
]

/** One that its author can still take back, and one that waits for the connection. */
export const outgoing: Outgoing[] = [{ heldUntil: now.getTime() + 3_600_000, id: 'held' }, { id: 'waiting' }].map(
  (change) => ({
    chatId: 'elsewhere',
    text: 'This one waits.',
    replyTo: null,
    createdAt: now,
    fault: null,
    state: 'waiting',
    ...change,
  }),
)

export const messages: ShownMessage[] = said.map((change, index) => ({
  ...message(index + 1, { sender: bob }),
  state: 'stored',
  ...change,
}))

const last = (text: string, sender = bob) => message(5, { sender, text })

export const chats: Record<string, Chat> = {
  open: group({ activeAt: minutesAgo(5), unread: 0, lastMessage: last('it held, all 40 minutes of it') }),
  'a direct chat, online, unread': direct(bob, { unread: 3, activeAt: minutesAgo(12) }),
  'you are mentioned': group({
    id: 'ubuntu',
    title: '#ubuntu',
    unread: 128,
    mentioned: [5],
    activeAt: daysAgo(1),
    lastMessage: last('@ada usual, quite stable though :)'),
  }),
  'a draft': group({ id: 'drafted', title: 'Weekend walks', unread: 0, activeAt: daysAgo(3) }),
  'what happened': group({
    id: 'happened',
    title: 'Looms',
    unread: 0,
    activeAt: daysAgo(30),
    lastMessage: message(5, { kind: 'system', event: { type: 'joined', userIds: ['bob'] }, sender: bob }),
  }),
  'nothing was said': group({ id: 'empty', title: 'Nothing yet', unread: 0, lastMessage: null, activeAt: now }),
  'right to left': direct(noor, { unread: 0, activeAt: daysAgo(200), lastMessage: last('أراك هناك', noor) }),
  'a long name': direct(longName, { unread: 1000, activeAt: daysAgo(2) }),
}

export const ownGroup = group({ role: 'owner', memberCount: members.length })

export const psst = { id: 'psst', senderId: bob.id, text: 'Only between us.', at: now }

function direct(peer: Person, change: Partial<Chat>): Chat {
  const lastMessage = last('Can you look at the log of the boiler, when you have an hour or two?', peer)
  return group({ id: peer.id, kind: 'direct', title: peer.displayName, peer, lastMessage, ...change })
}
