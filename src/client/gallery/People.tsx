import { useState } from 'react'
import { GroupTitle } from '../groups/GroupTitle.tsx'
import { LeaveOrDelete } from '../groups/LeaveOrDelete.tsx'
import { MemberMenu } from '../groups/MemberMenu.tsx'
import { MemberRow } from '../groups/MemberRow.tsx'
import type { Member } from '../trpc.ts'
import { PersonLine } from '../people/PersonLine.tsx'
import { PeopleFault, PeopleSkeleton } from '../people/PeopleStates.tsx'
import { Option } from '../ui/Option.tsx'
import { Columns, Part, State } from './Part.tsx'
import { bob, me, members, ownGroup, people } from './samples.ts'
import { Live } from './Surroundings.tsx'

export function People() {
  return (
    <Part title="People">
      <Live
        arrange={({ seen }) =>
          seen.presence({ type: 'presence', isWhole: true, users: [{ id: bob.id, isOnline: true, lastSeenAt: null }] })
        }
      >
        <Columns>
          <State name="Members, as an admin sees them">
            <Group />
          </State>
          <State name="People to choose from">
            <div role="listbox" aria-label="People" className="p-2">
              {people.map((person, index) => (
                <Option key={person.id} role="option" aria-selected={index === 1} isActive={index === 1}>
                  <PersonLine person={person} />
                </Option>
              ))}
            </div>
          </State>
          <State name="They are loading">
            <PeopleSkeleton />
          </State>
          <State name="They could not be loaded">
            <PeopleFault error={new Error('lost')} onRetry={() => undefined} />
          </State>
        </Columns>
      </Live>
    </Part>
  )
}

/** What an admin asks for here is refused by the server, and the dialog says so. */
function Group() {
  const [open, setOpen] = useState<{ member: Member; anchor: Element }>()
  return (
    <div className="grid gap-2 p-2">
      <GroupTitle chat={ownGroup} isAdmin />
      <div role="list" aria-label="Members">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            isMe={member.id === me.id}
            onMenu={member.id === me.id ? undefined : (anchor) => setOpen({ member, anchor })}
          />
        ))}
      </div>
      <LeaveOrDelete chat={ownGroup} />
      {open && <MemberMenu chat={ownGroup} {...open} onClose={() => setOpen(undefined)} />}
    </div>
  )
}
