import { Bell, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button.tsx'
import { EmojiPicker } from './EmojiPicker.tsx'
import { Field } from './Field.tsx'
import { Part, Row } from './GalleryPart.tsx'
import { IconButton } from './IconButton.tsx'
import { Caption, Option } from './Option.tsx'
import { SearchField } from './SearchField.tsx'
import { SubmitButton } from './SubmitButton.tsx'
import { Switch } from './Switch.tsx'
import { TypeArea } from './TypeArea.tsx'

const looks = ['strong', 'plain', 'quiet', 'alarm'] as const

export function Buttons() {
  return (
    <Part title="Buttons">
      {looks.map((look) => (
        <Row key={look}>
          <Button look={look}>{look}</Button>
          <Button look={look} isBusy>
            busy
          </Button>
          <Button look={look} disabled>
            disabled
          </Button>
        </Row>
      ))}
      <Row>
        <IconButton label="Quiet">
          <Bell aria-hidden />
        </IconButton>
        <IconButton label="Pressed" aria-pressed>
          <Bell aria-hidden />
        </IconButton>
        <IconButton label="Strong, with keys" keys="enter" look="strong">
          <Send aria-hidden />
        </IconButton>
        <IconButton label="Alarm" look="alarm">
          <Trash2 aria-hidden />
        </IconButton>
        <IconButton label="Disabled" look="strong" disabled>
          <Send aria-hidden />
        </IconButton>
      </Row>
    </Part>
  )
}

export function Fields() {
  const [isOn, setOn] = useState(true)
  const [text, setText] = useState('Two lines\nof what somebody types')
  return (
    <Part title="Fields">
      <div className="grid grid-cols-2 gap-x-6 phone:grid-cols-1">
        <Field label="Empty" placeholder="Placeholder" hint="A hint" />
        <Field label="Filled" defaultValue="Ada Lovelace" />
        <Field label="With a fault" defaultValue="a" fault="A username has 2 characters or more." />
        <Field label="Password" type="password" defaultValue="a long password" autoComplete="off" />
        <Field label="Disabled" defaultValue="cannot be changed" disabled />
        <div className="self-center">
          <SearchField label="Find something" value="" onType={() => undefined} />
        </div>
      </div>
      <div className="grid max-w-xl gap-4">
        <Switch label="A switch" hint="With a hint." isOn={isOn} onChange={setOn} />
        <Switch label="The same, the other way" isOn={!isOn} onChange={(next) => setOn(!next)} />
        <div className="flex rounded-m px-3 py-2 inset-ring inset-ring-edge">
          <TypeArea value={text} onType={setText} aria-label="A text that grows" />
        </div>
      </div>
      <div className="grid max-w-sm gap-4">
        <SubmitButton message={undefined} secondsLeft={0} isBusy={false}>
          Do it
        </SubmitButton>
        <SubmitButton message="Too many tries." secondsLeft={42} isBusy={false}>
          Do it
        </SubmitButton>
        <SubmitButton message={undefined} secondsLeft={0} isBusy look="alarm">
          Delete
        </SubmitButton>
      </div>
    </Part>
  )
}

export function Lists() {
  return (
    <Part title="Lists">
      <div role="listbox" aria-label="Options" className="max-w-sm rounded-m border border-line p-2">
        <Caption>A caption</Caption>
        <Option role="option" aria-selected isActive>
          Active
        </Option>
        <Option role="option" aria-selected={false} isActive={false}>
          Not active
        </Option>
      </div>
      <div className="w-fit overflow-hidden rounded-m border border-line">
        <EmojiPicker onChoose={() => undefined} />
      </div>
    </Part>
  )
}
