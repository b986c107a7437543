import { useState } from 'react'
import { KeyList } from '../chats/KeyList.tsx'
import { Avatar } from '../ui/Avatar.tsx'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { EmojiPopover } from '../ui/EmojiPopover.tsx'
import { Mark } from '../ui/Mark.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { Time } from '../ui/Time.tsx'
import { dropNote, tell, tellFault, tellNote } from '../ui/toasts.ts'
import { Part, Row } from './Part.tsx'
import { daysAgo, longName, noor, now } from './samples.ts'

const layers = ['Menu', 'Emoji beside it', 'Dialog', 'Tall dialog', 'Confirm', 'Confirm that fails', 'Keys'] as const

export function Layers() {
  const [open, setOpen] = useState<{ layer: (typeof layers)[number]; anchor: Element }>()
  return (
    <Part title="What lies above">
      <Row>
        {layers.map((layer) => (
          <Button
            key={layer}
            aria-haspopup="dialog"
            onClick={(event) => setOpen({ layer, anchor: event.currentTarget })}
          >
            {layer}
          </Button>
        ))}
      </Row>
      <Row>
        <Toast name="Toast" tell={() => tell('The text is copied.')} />
        <Toast name="Long toast" tell={() => tell(`The text is copied, ${'all of it, '.repeat(12)}and more.`)} />
        <Toast name="Fault" tell={() => tellFault('The server cannot be reached.')} />
        <Toast name="Note" tell={() => note({ id: 'note', title: 'Ada', text: 'It held.' })} />
        <Toast
          name="Long note"
          tell={() => note({ id: 'long', title: longName.displayName, text: 'All 40 minutes of it. '.repeat(12) })}
        />
        <Toast
          name="Note, right to left"
          tell={() => note({ id: 'rtl', title: noor.displayName, text: 'أراك هناك' })}
        />
        <Toast
          name="Note that stays"
          tell={() => note({ id: 'stays', title: 'Parley is new', text: 'Reload it.', later: 'Later' })}
        />
        <Button onClick={() => dropNote('stays')}>Take it away</Button>
      </Row>
      <Row>
        <Button data-tip="What the button does">Tip</Button>
        <Button data-tip="What the button does" data-keys="enter">
          Tip with keys
        </Button>
        <Button data-tip={'What the button does, and more. '.repeat(3)}>Long tip</Button>
      </Row>
      {open && <Layer {...open} onClose={() => setOpen(undefined)} />}
    </Part>
  )
}

function Toast({ name, tell }: { name: string; tell: () => void }) {
  return <Button onClick={tell}>{name}</Button>
}

const note = (one: { id: string; title: string; text: string; later?: string }) =>
  tellNote({ verb: 'Open', onChoose: () => undefined, ...one })

type LayerProps = { layer: (typeof layers)[number]; anchor: Element; onClose: () => void }

function Layer({ layer, anchor, onClose }: LayerProps) {
  switch (layer) {
    case 'Menu':
      return (
        <Menu label="A menu" anchor={anchor} onClose={onClose}>
          <MenuItem onChoose={onClose}>One</MenuItem>
          <MenuItem isChosen onChoose={onClose}>
            Chosen
          </MenuItem>
          <MenuItem isChosen={false} onChoose={onClose}>
            Not chosen
          </MenuItem>
          <MenuItem isAlarm onChoose={onClose}>
            Alarm
          </MenuItem>
        </Menu>
      )
    case 'Emoji beside it':
      return <EmojiPopover anchor={anchor} onChoose={tell} onClose={onClose} />
    case 'Dialog':
      return (
        <Dialog title="A dialog" text="What it is about." onClose={onClose}>
          <p className="p-5">What is in it.</p>
        </Dialog>
      )
    case 'Tall dialog':
      return (
        <Dialog title="A tall dialog" isTall onClose={onClose}>
          <div className="overflow-y-auto p-5">
            {Array.from({ length: 40 }, (_, line) => (
              <p key={line}>Line {line + 1}</p>
            ))}
          </div>
        </Dialog>
      )
    case 'Confirm':
    case 'Confirm that fails':
      return (
        <Confirm
          title="Delete it?"
          text="That cannot be undone."
          verb="Delete"
          onConfirm={() => later(layer === 'Confirm' ? undefined : 'The server cannot be reached.')}
          onClose={onClose}
        />
      )
    case 'Keys':
      return <KeyList onClose={onClose} />
  }
}

/** As long as a server might take. */
const later = (answer: string | undefined) =>
  new Promise<string | undefined>((resolve) => setTimeout(resolve, 1000, answer))

const picture =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path fill="teal" d="M0 0h1v1H0z"/></svg>',
  )

export function Avatars() {
  const sizes = ['small', 'row', 'message', 'large'] as const
  return (
    <Part title="Marks, faces and times">
      <Row>
        {sizes.map((size) => (
          <Avatar key={size} seed={size} name="Ada Lovelace" size={size} isOnline={size === 'row'} />
        ))}
        {sizes.map((size) => (
          <Avatar key={size} seed="group" name="Engines" size={size} look="soft" />
        ))}
        <Avatar seed="picture" name="Picture" size="large" picture={picture} />
        <Avatar seed="noor" name={noor.displayName} size="message" />
        <Avatar seed="nobody" name="" size="message" />
        <Mark className="size-6" />
        <Mark className="size-10" />
      </Row>
      <Row>
        {'abcdefghijklmnopq'.split('').map((seed) => (
          <Avatar key={seed} seed={seed} name={`${seed} x`} size="row" />
        ))}
      </Row>
      <Row>
        <Time date={now} />
        {[0, 1, 3, 30, 400].map((days) => (
          <Time key={days} date={daysAgo(days)} look="short" />
        ))}
      </Row>
    </Part>
  )
}
