import { plural, t } from '@lingui/core/macro'
import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { ChatAvatar } from '../chats/ChatAvatar.tsx'
import { isShown } from '../chats/isShown.ts'
import { useChats } from '../live/useChats.ts'
import type { Chat, Person, Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Caption, Option } from '../ui/Option.tsx'
import { useListbox } from '../ui/useListbox.ts'
import { placesNamed } from './finderPlaces.ts'
import { PeopleFault, PeopleSkeleton } from './PeopleStates.tsx'
import { PersonLine } from './PersonLine.tsx'
import { useOpenDirect } from './useOpenDirect.ts'
import { usePeopleSearch } from './usePeopleSearch.ts'

type Props = {
  me: Self
  onGo: (href: string) => void
  onNew: () => void
  onKeys: () => void
  onClose: () => void
}

const mostChats = 6

/** Goes to a chat, to a person or to another place by a few letters of the name. */
export function Finder({ me, onGo, onNew, onKeys, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const { chats } = useChats()
  const search = usePeopleSearch(typed)
  const { openDirect, fault } = useOpenDirect(onGo)
  const foundChats = chatsNamed(
    chats.filter((chat) => isShown(chat, me.id)),
    typed,
  )
  const known = new Set(foundChats.map(({ peer }) => peer?.id))
  const foundPeople = search.people.filter(({ id }) => !known.has(id))
  const foundPlaces = placesNamed({ isAdmin: me.isAdmin, onGo, onNew, onKeys }, typed)
  const isNobody = foundChats.length + foundPeople.length === 0
  // Whoever types fast means the chat or the person that is about to be found, before a place.
  const isAwaited = isNobody && !search.isSettled && navigator.onLine
  const listbox = useListbox({
    isSettled: search.isSettled,
    keys: isAwaited ? [] : [...foundChats, ...foundPeople, ...foundPlaces].map(({ id }) => id),
    onChoose(index) {
      const chat = foundChats[index]
      const person = foundPeople[index - foundChats.length]
      if (chat) onGo(`/chats/${chat.id}`)
      else if (person) openDirect(person)
      else foundPlaces[index - foundChats.length - foundPeople.length]?.open()
    },
  })
  const isNothing = isNobody && foundPlaces.length === 0 && search.isSettled && !search.error

  return (
    <Dialog title={t`Find people and chats`} hidesTitle isTall focus={field} onClose={onClose}>
      <label className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-[18px] text-ink-3" />
        <input
          ref={field}
          {...listbox.field}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t`Find people and chats`}
          placeholder={t`Find people and chats`}
          spellCheck={false}
          autoComplete="off"
          className="h-13 flex-1 bg-transparent outline-none phone:text-typed"
        />
      </label>
      <div onScroll={search.onScroll} className="h-96 overflow-y-auto overscroll-contain p-2">
        <div {...listbox.list} aria-label={t`People and chats`}>
          {foundChats.length > 0 && <Caption>{t`Chats`}</Caption>}
          {foundChats.map((chat, index) => (
            <Option key={chat.id} isActive={index === listbox.active} {...listbox.option(index)}>
              <ChatAvatar chat={chat} size="row" />
              <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
                {chat.title}
              </span>
              {chat.unread > 0 && (
                <span className="text-sm text-ink-3">
                  {plural({ count: chat.unread }, { one: '# new', other: '# new' })}
                </span>
              )}
            </Option>
          ))}
          {foundPeople.length > 0 && <Caption>{t`People`}</Caption>}
          {foundPeople.map((person, place) => {
            const index = foundChats.length + place
            return (
              <Option key={person.id} isActive={index === listbox.active} {...listbox.option(index)}>
                <PersonLine person={person} />
              </Option>
            )
          })}
          {foundPlaces.length > 0 && <Caption>{t`Places`}</Caption>}
          {foundPlaces.map(({ id, name, Icon }, place) => {
            const index = foundChats.length + foundPeople.length + place
            return (
              <Option key={id} isActive={index === listbox.active} {...listbox.option(index)}>
                <span className="grid size-9 place-items-center rounded-face bg-hover text-ink-2">
                  <Icon aria-hidden className="size-[18px]" />
                </span>
                <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              </Option>
            )
          })}
        </div>
        {search.isLoading && <PeopleSkeleton />}
        {search.error && <PeopleFault error={search.error} onRetry={() => void search.refetch()} />}
        {isNothing && (
          <p role="status" className="p-6 text-center text-ink-2">
            {typed === '' ? t`Nobody else is here yet.` : t`Nobody and no chat is called “${typed}”.`}
          </p>
        )}
      </div>
      <div className="flex items-center gap-3 border-t border-line p-2 ps-4 text-sm text-ink-3">
        {fault ? (
          <span role="alert" className="text-alarm">
            {fault}
          </span>
        ) : (
          <span className="phone:hidden">{t`↑ ↓ to choose, Enter to open`}</span>
        )}
        <Button look="quiet" onClick={onNew} className="ms-auto text-sm">
          {t`New group`}
        </Button>
      </div>
    </Dialog>
  )
}

function chatsNamed(chats: Chat[], typed: string): Chat[] {
  const text = typed.trim().toLowerCase()
  return chats.filter((chat) => namesOf(chat).some((name) => name.toLowerCase().includes(text))).slice(0, mostChats)
}

function namesOf({ title, peer }: { title: string; peer: Person | null }): string[] {
  return peer ? [title, peer.username] : [title]
}
