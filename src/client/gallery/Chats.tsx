import { useEffect } from 'react'
import { Badge } from '../chats/Badge.tsx'
import { Beginning } from '../chats/Beginning.tsx'
import { ChatHeader } from '../chats/ChatHeader.tsx'
import { ChatRow } from '../chats/ChatRow.tsx'
import { dropDraft, keepDraft } from '../messages/drafts.ts'
import { WhisperList } from '../whispers/WhisperList.tsx'
import { Columns, Part, Row, State } from './Part.tsx'
import { bob, chats, daysAgo, guest, me, noor, psst } from './samples.ts'
import { Live } from './Surroundings.tsx'

const counts = [
  { unread: 1, mentions: 0 },
  { unread: 42, mentions: 0 },
  { unread: 128, mentions: 0 },
  { unread: 3, mentions: 1 },
  { unread: 128, mentions: 2 },
]

export function Chats() {
  useEffect(() => {
    keepDraft('drafted', 'See you at the')
    return () => dropDraft('drafted')
  }, [])
  return (
    <Part title="Chats">
      <Row>
        {counts.map((count) => (
          <Badge key={`${count.unread} ${count.mentions}`} {...count} />
        ))}
      </Row>
      <Live
        arrange={({ seen, whispers }) => {
          seen.presence({ type: 'presence', isWhole: true, users: [seenAs(bob.id, true), seenAs(noor.id, false)] })
          seen.here({ type: 'here', chatId: 'engines', userIds: [me.id, bob.id] })
          whispers.going([{ whisperId: 'whisper', peer: guest }])
          whispers.told({
            type: 'whisper',
            whisperId: 'told',
            peer: bob,
            said: psst,
          })
        }}
      >
        <Columns>
          <div className="max-w-(--sidebar) rounded-m bg-desk p-2">
            {Object.entries(chats).map(([state, chat]) => (
              <ChatRow key={chat.id} chat={chat} meId={me.id} isOpen={state === 'open'} />
            ))}
            <WhisperList openId={undefined} />
          </div>
          <div className="grid gap-4">
            {['open', 'a direct chat, online, unread', 'right to left', 'a long name'].map((state) => {
              const chat = chats[state]
              return (
                chat && (
                  <State key={state} name={`The head of a chat: ${state}`}>
                    <ChatHeader chat={chat} isMembersOpen={state === 'open'} />
                    <div className="pt-4">
                      <Beginning chat={chat} />
                    </div>
                  </State>
                )
              )
            })}
          </div>
        </Columns>
      </Live>
    </Part>
  )
}

const seenAs = (id: string, isOnline: boolean) => ({ id, isOnline, lastSeenAt: daysAgo(1) })
