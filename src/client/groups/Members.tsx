import { plural, t } from '@lingui/core/macro'
import { UserPlus, X } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { BackLink } from '../chats/BackLink.tsx'
import type { Chat, Member, Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { AddPeople } from './AddPeople.tsx'
import { GroupTitle } from './GroupTitle.tsx'
import { LeaveOrDelete } from './LeaveOrDelete.tsx'
import { MemberMenu } from './MemberMenu.tsx'
import { MemberRow } from './MemberRow.tsx'

type Props = { chat: Chat; members: Member[] | undefined; me: Self; onClose: () => void }

const manyMembers = 12

/** Who is in a group, and what can be done about it. */
export function Members({ chat, members = [], me, onClose }: Props) {
  const panel = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const above = useRef<HTMLDivElement>(null)
  const [abovePx, setAbovePx] = useState(0)
  const [isAdding, setAdding] = useState(false)
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<{ member: Member; anchor: Element }>()
  const isAdmin = chat.role !== 'member'
  const text = typed.trim().toLowerCase()
  const shown = members.filter(({ displayName, username }) =>
    [displayName, username].some((name) => name.toLowerCase().includes(text)),
  )

  useEffect(() => panel.current?.focus(), [])

  // Whoever is seen is found by how far the list begins below the top of what scrolls.
  useLayoutEffect(() => {
    const [box, head] = [scroller.current, above.current]
    if (!box || !head) return undefined
    const look = () => setAbovePx(head.getBoundingClientRect().bottom - box.getBoundingClientRect().top + box.scrollTop)
    const observer = new ResizeObserver(look)
    observer.observe(head)
    return () => observer.disconnect()
  }, [])

  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t`Members`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="flex w-80 shrink-0 flex-col border-s border-line outline-none @max-3xl/chat:absolute @max-3xl/chat:inset-0 @max-3xl/chat:z-20 @max-3xl/chat:w-full @max-3xl/chat:border-s-0 @max-3xl/chat:bg-paper"
    >
      <header className="flex h-16 shrink-0 items-center gap-2 border-b border-line pe-3 ps-5 phone:h-auto phone:px-1 phone:pt-[max(6px,env(safe-area-inset-top))] phone:pb-1.5">
        <BackLink href={`/chats/${chat.id}`} />
        <h2 className="flex-1 text-lg font-strong tracking-tight">{t`Members`}</h2>
        <IconButton label={t`Close`} onClick={onClose} className="phone:hidden">
          <X aria-hidden />
        </IconButton>
      </header>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-3">
        <div ref={above} className="flow-root pt-3">
          <GroupTitle key={chat.title} chat={chat} isAdmin={isAdmin} />
          <div className="mt-5 mb-1 flex items-center gap-2 px-2">
            <h3 className="flex-1 text-xs font-strong text-ink-3">
              {plural({ count: members.length }, { one: '# member', other: '# members' })}
            </h3>
            {isAdmin && (
              <Button look="quiet" onClick={() => setAdding(true)} className="-me-2 h-8 px-2 text-sm">
                <UserPlus aria-hidden className="size-4" />
                {t`Add people`}
              </Button>
            )}
          </div>
          {members.length > manyMembers && (
            <input
              type="search"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              aria-label={t`Find a member`}
              placeholder={t`Find a member`}
              className="mb-2 h-9 w-full rounded-m bg-paper px-3 text-sm phone:h-11 phone:text-typed inset-ring inset-ring-edge focus-visible:inset-ring-2 focus-visible:inset-ring-accent focus-visible:outline-none"
            />
          )}
        </div>
        <div role="list" aria-label={t`Members`}>
          <Virtualizer scrollRef={scroller} data={shown} startMargin={abovePx}>
            {(member) => (
              <MemberRow
                key={member.id}
                member={member}
                isMe={member.id === me.id}
                onMenu={canChange(chat, member, me) ? (anchor) => setChosen({ member, anchor }) : undefined}
              />
            )}
          </Virtualizer>
        </div>
        {shown.length === 0 && text !== '' && <p className="p-3 text-ink-2">{t`No member is called “${typed}”.`}</p>}
        <LeaveOrDelete chat={chat} />
      </div>
      {chosen && <MemberMenu chat={chat} {...chosen} onClose={() => setChosen(undefined)} />}
      {isAdding && <AddPeople chatId={chat.id} members={members} onClose={() => setAdding(false)} />}
    </aside>
  )
}

/** An admin may change members, the owner everybody else. */
function canChange({ role }: Chat, member: Member, me: Self): boolean {
  if (member.id === me.id || member.role === 'owner') return false
  return role === 'owner' || (role === 'admin' && member.role === 'member')
}
