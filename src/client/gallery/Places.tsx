import { useState } from 'react'
import { ChatList } from '../chats/ChatList.tsx'
import { ChatSkeleton } from '../chats/ChatSkeleton.tsx'
import { ConnectionLine, ConnectionNotices, ConnectionPill } from '../chats/ConnectionNotice.tsx'
import { EmptyPane } from '../chats/EmptyPane.tsx'
import { NothingHere } from '../chats/NothingHere.tsx'
import { PlaceSkeleton } from '../chats/PlaceSkeleton.tsx'
import { MessageListEarlier } from '../messages/MessageListEarlier.tsx'
import { MessagesMissing } from '../messages/MessagesMissing.tsx'
import { TypingLine } from '../messages/TypingLine.tsx'
import { Broken } from '../ui/Broken.tsx'
import { Button } from '../ui/Button.tsx'
import { Choices } from '../ui/Choices.tsx'
import { Late, lazily } from '../ui/lazily.tsx'
import { Place } from '../ui/Place.tsx'
import { Columns, Part, Shown, State } from './Part.tsx'
import { bob, guest, me, minutesAgo, nameOfSample, noor, outgoing } from './samples.ts'
import { Live } from './Surroundings.tsx'

const frame = 'flex h-64 flex-col'

export function Places() {
  return (
    <Part title="Places">
      <Columns>
        <State name="Nothing is here">
          <div className={frame}>
            <Place title="Nothing here" text="What can be done about it.">
              <Button look="strong">Do it</Button>
              <Button>Or that</Button>
            </Place>
          </div>
        </State>
        <State name="It could not be loaded">
          <div className={frame}>
            <Place role="alert" title="It could not be loaded." text="The server cannot be reached.">
              <Button look="strong">Try again</Button>
            </Place>
          </div>
        </State>
        <State name="No chat is chosen, for there is none">
          <div className={frame}>
            <EmptyPane onNew={() => undefined} />
          </div>
        </State>
        <State name="The list of chats then">
          <div className="bg-desk">
            <ChatList meId={me.id} openId={undefined} onNew={() => undefined} />
          </div>
        </State>
        <State name="No such address">
          <div className={frame}>
            <NothingHere />
          </div>
        </State>
        <State name="It could not be shown">
          <div className={frame}>
            <Broken />
          </div>
        </State>
        <State name="Messages could not be loaded">
          <div className={frame}>
            <MessagesMissing error={new Error('lost')} isOffline={false} onRetry={() => undefined} />
          </div>
        </State>
        <State name="Messages, offline">
          <div className={frame}>
            <MessagesMissing error={null} isOffline onRetry={() => undefined} />
          </div>
        </State>
        <State name="A part that cannot be loaded is told of, and left out">
          <div className="p-4">
            <Shown name="Load it">
              <Late fallback="This stands in its place.">
                <Never />
              </Late>
            </Shown>
          </div>
        </State>
      </Columns>
      <Connection />
    </Part>
  )
}

const Never = lazily(() => Promise.reject(new Error('There is no such part')), { isRare: true })

const connections = ['online', 'connecting', 'offline'] as const

/** What is said of a connection that is away for more than five seconds, and when it is back. */
function Connection() {
  const [state, setState] = useState<(typeof connections)[number]>('offline')
  return (
    <Live
      arrange={({ connection, seen, outbox }) => {
        connection.set({ state: 'offline', since: minutesAgo(3) })
        seen.typists.set(
          new Map([
            ['one', [bob.id]],
            ['many', [bob.id, noor.id, guest.id, 'somebody']],
          ]),
        )
        outbox.entries.set(outgoing)
      }}
    >
      {({ connection }) => (
        <>
          <Choices
            label="Connection"
            choices={connections.map((value) => ({ value, label: value }))}
            chosen={state}
            onChoose={(next) => {
              setState(next)
              connection.set({ state: next, since: minutesAgo(next === 'online' ? 0 : 3) })
            }}
          />
          <Columns>
            <State name="A line above what is being written">
              <div className="py-2">
                <ConnectionNotices>
                  <ConnectionLine />
                </ConnectionNotices>
              </div>
            </State>
            <State name="Where there is no line">
              <div className="pt-16 pb-2">
                <ConnectionNotices>
                  <ConnectionPill className="" />
                </ConnectionNotices>
              </div>
            </State>
            <State name="One is typing">
              <TypingLine chatId="one" nameOf={nameOfSample} />
            </State>
            <State name="Many are typing">
              <TypingLine chatId="many" nameOf={nameOfSample} />
            </State>
          </Columns>
        </>
      )}
    </Live>
  )
}

export function Skeletons() {
  return (
    <Part title="What is loading">
      <Columns>
        <State name="A chat">
          <div className="h-96">
            <ChatSkeleton />
          </div>
        </State>
        <State name="Another place">
          <div className="h-96">
            <PlaceSkeleton />
          </div>
        </State>
        <State name="Messages">
          <div className="h-64">
            <MessagesMissing error={null} isOffline={false} onRetry={() => undefined} />
          </div>
        </State>
        <State name="Earlier messages">
          <MessageListEarlier />
        </State>
      </Columns>
    </Part>
  )
}
