import { useEffect } from 'react'
import { useSend } from '../live/useOutbox.ts'
import { CompletionList } from '../messages/CompletionList.tsx'
import { Composer } from '../messages/Composer.tsx'
import { dropDraft, keepAnswer, keepDraft } from '../messages/drafts.ts'
import { MessageListDay } from '../messages/MessageListDay.tsx'
import { MessageListItem } from '../messages/MessageListItem.tsx'
import { MessageListPills } from '../messages/MessageListPills.tsx'
import { type Named, NamedContext } from '../messages/NamedContext.ts'
import { rowsOf } from '../messages/rows.ts'
import { useMessageVerbs } from '../messages/useMessageVerbs.ts'
import { WhisperBox } from '../whispers/WhisperBox.tsx'
import { WhisperPlace } from '../whispers/WhisperPlace.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Columns, Part, Shown, State } from './Part.tsx'
import { Live } from './Surroundings.tsx'
import { bob, chatId, chats, daysAgo, me, members, messages, nameOfSample, psst } from './samples.ts'

const newFrom = 9
const named: Named = new Map(members.map(({ id, username }) => [username, { isMe: id === me.id }]))

const toWriting = () => document.querySelector<HTMLElement>('form textarea')?.focus()

/** They answer to the pointer, the finger and the keys as in a chat; what is asked of the server is refused. */
export function Messages() {
  const { verbs, editingId, toDelete } = useMessageVerbs(chatId, toWriting)
  return (
    <Part title="Messages">
      <State name="Of every kind and in every state">
        <NamedContext value={named}>
          <div role="log" aria-live="off" aria-label="Messages" className="overflow-hidden">
            {rowsOf(messages, newFrom, me.id).map((row, index) => (
              <MessageListItem
                key={row.message.id}
                {...row}
                heldRef={null}
                index={index}
                isTabStop
                isTarget={row.message.number === 3}
                isLast={index === messages.length - 1}
                meId={me.id}
                isAdmin
                isEditing={row.message.id === editingId}
                seenNames={row.message.text.startsWith('It held') ? ['Bob', 'Noor'] : undefined}
                nameOf={nameOfSample}
                verbs={verbs}
              />
            ))}
          </div>
        </NamedContext>
      </State>
      {toDelete && (
        <Confirm
          title="Delete this message?"
          text="Nobody asks the server here."
          verb="Delete"
          onConfirm={() => verbs.remove(toDelete)}
          onClose={verbs.stopDeleting}
        />
      )}
      <Columns>
        {[
          { name: 'New below', unread: 3, onBack: undefined },
          { name: 'The way back', unread: 0, onBack: () => undefined },
        ].map(({ name, ...pills }) => (
          <State key={name} name={name}>
            <div className="relative h-28">
              {chats['open'] && <MessageListDay chat={chats['open']} day={daysAgo(pills.unread)} />}
              <MessageListPills {...pills} isAtEnd={false} onDown={() => undefined} />
            </div>
          </State>
        ))}
      </Columns>
    </Part>
  )
}

const composers = { empty: chatId, answering: 'answering', 'nearly too long': 'near', 'too long': 'long' }

/** In a chat it has the focus when it comes. */
export function Writing() {
  return (
    <Part title="What is written">
      <Columns>
        {Object.entries(composers).map(([state, id]) => (
          <Shown key={state} name={`Composer: ${state}`}>
            <OneComposer chatId={id} />
          </Shown>
        ))}
        <Shown name="Composer: off the record">
          <div className="rounded-m border border-line pt-4">
            <WhisperBox name={bob.displayName} onSay={() => Promise.resolve(true)} />
          </div>
        </Shown>
        <Shown name="A conversation off the record">
          <div className="flex h-96 flex-col rounded-m border border-line">
            <Live
              arrange={({ whispers }) => {
                whispers.told({ type: 'whisper', whisperId: 'told', peer: bob, said: psst })
                whispers.ended({ type: 'ended', whisperId: 'told', why: 'left' })
              }}
            >
              <WhisperPlace id="told" me={me} />
            </Live>
          </div>
        </Shown>
        <Shown name="Names to complete">
          <div className="relative mt-80">
            <CompletionList
              id="names"
              choices={members.map((member) => ({ kind: 'name', key: member.id, member }))}
              active={1}
              onChoose={() => undefined}
            />
          </div>
        </Shown>
      </Columns>
    </Part>
  )
}

function OneComposer({ chatId: id }: { chatId: string }) {
  const send = useSend('nowhere')
  useEffect(() => {
    if (id === composers.answering) keepAnswer(id, messages[4]?.id)
    if (id === composers['nearly too long']) keepDraft(id, 'word '.repeat(750))
    if (id === composers['too long']) keepDraft(id, 'word '.repeat(850))
    return () => dropDraft(id)
  }, [id])
  return (
    <div className="rounded-m border border-line pt-4">
      <Composer
        chatId={id}
        title={bob.displayName}
        members={members}
        meId={me.id}
        onSend={(text, replyTo) => send(text, { replyTo })}
        onEditLast={() => undefined}
      />
    </div>
  )
}
