import { useState } from 'react'
import { Avatar } from './Avatar.tsx'
import { Button } from './Button.tsx'
import { Confirm } from './Confirm.tsx'
import { Dialog } from './Dialog.tsx'
import { Part, Row } from './GalleryPart.tsx'
import { Menu, MenuItem } from './Menu.tsx'
import { Place } from './Place.tsx'
import { Time } from './Time.tsx'
import { tell, tellFault, tellNote } from './toasts.ts'

export function Layers() {
  const [anchor, setAnchor] = useState<Element>()
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'fault'>()
  const close = () => setOpen(undefined)
  return (
    <Part title="What lies above">
      <Row>
        <Button onClick={(event) => setAnchor(event.currentTarget)}>Menu</Button>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Confirm</Button>
        <Button onClick={() => setOpen('fault')}>Confirm that fails</Button>
        <Button onClick={() => tell('The text is copied.')}>Toast</Button>
        <Button onClick={() => tellFault('The server cannot be reached.')}>Fault</Button>
        <Button
          onClick={() =>
            tellNote({ id: 'note', title: 'Ada', text: 'It held.', verb: 'Open', onChoose: () => undefined })
          }
        >
          Note
        </Button>
        <Button data-tip="What the button does" data-keys="Ctrl K">
          Tip
        </Button>
      </Row>
      {anchor && (
        <Menu label="A menu" anchor={anchor} onClose={() => setAnchor(undefined)}>
          <MenuItem onChoose={() => undefined}>One</MenuItem>
          <MenuItem isChosen onChoose={() => undefined}>
            Chosen
          </MenuItem>
          <MenuItem isAlarm onChoose={() => undefined}>
            Alarm
          </MenuItem>
        </Menu>
      )}
      {open === 'dialog' && (
        <Dialog title="A dialog" text="What it is about." onClose={close}>
          <p className="p-5">What is in it.</p>
        </Dialog>
      )}
      {(open === 'confirm' || open === 'fault') && (
        <Confirm
          title="Delete it?"
          text="That cannot be undone."
          verb="Delete"
          onConfirm={() => Promise.resolve(open === 'fault' ? 'The server cannot be reached.' : undefined)}
          onClose={close}
        />
      )}
    </Part>
  )
}

const now = new Date()
const threeDaysAgo = new Date(now.getTime() - 3 * 86_400_000)
const longAgo = new Date(0)
const picture =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path fill="teal" d="M0 0h1v1H0z"/></svg>',
  )

export function Avatars() {
  const sizes = ['small', 'row', 'message', 'large'] as const
  return (
    <Part title="Avatars and times">
      <Row>
        {sizes.map((size) => (
          <Avatar key={size} seed={size} name="Ada Lovelace" size={size} isOnline={size === 'row'} />
        ))}
        <Avatar seed="group" name="Engines" size="message" look="soft" />
        <Avatar seed="picture" name="Picture" size="message" picture={picture} />
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].map((seed) => (
          <Avatar key={seed} seed={seed} name={`${seed} x`} size="row" />
        ))}
      </Row>
      <Row>
        <Time date={now} />
        <Time date={threeDaysAgo} look="short" />
        <Time date={longAgo} look="short" />
      </Row>
    </Part>
  )
}

export function Places() {
  return (
    <Part title="Places">
      <div className="flex flex-wrap gap-4">
        <div className="flex min-h-48 flex-1 rounded-m border border-line">
          <Place title="Nothing here" text="What can be done about it." />
        </div>
        <div className="flex min-h-48 flex-1 rounded-m border border-line">
          <Place role="alert" title="It could not be loaded." text="The server cannot be reached.">
            <Button look="strong">Try again</Button>
          </Place>
        </div>
      </div>
    </Part>
  )
}
