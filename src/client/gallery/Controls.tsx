import { Bell, Send, Trash2 } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Choices } from '../ui/Choices.tsx'
import { EmojiPicker } from '../ui/EmojiPicker.tsx'
import { Field } from '../ui/Field.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Caption, Option } from '../ui/Option.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { Switch } from '../ui/Switch.tsx'
import { TypeArea } from '../ui/TypeArea.tsx'
import { Columns, Part, Row, Shown, State } from './Part.tsx'

const looks = ['strong', 'plain', 'quiet', 'alarm'] as const
const iconLooks = ['quiet', 'strong', 'alarm'] as const

export function Buttons() {
  return (
    <Part title="Buttons">
      {looks.map((look) => (
        <Row key={look}>
          <Button look={look}>{look}</Button>
          <Button look={look} isBusy>
            {look}, busy
          </Button>
          <Button look={look} disabled>
            {look}, disabled
          </Button>
          <Button look={look}>
            <Send aria-hidden className="size-4" />
            With a sign
          </Button>
          <Button look={look}>إرسال</Button>
        </Row>
      ))}
      {iconLooks.map((look) => (
        <Row key={look}>
          <IconButton label={look} look={look}>
            <Bell aria-hidden />
          </IconButton>
          <IconButton label={`${look}, disabled`} look={look} disabled>
            <Trash2 aria-hidden />
          </IconButton>
          <IconButton label={`${look}, with keys`} keys="enter" look={look}>
            <Send aria-hidden />
          </IconButton>
          {look === 'quiet' && (
            <IconButton label="Pressed" aria-pressed>
              <Bell aria-hidden />
            </IconButton>
          )}
        </Row>
      ))}
    </Part>
  )
}

export function Fields() {
  return (
    <Part title="Fields">
      <div className="grid grid-cols-2 gap-x-4 gap-y-2 phone:grid-cols-1">
        <Field label="Empty" placeholder="Placeholder" hint="A hint" />
        <Field label="Filled" defaultValue="Ada Lovelace" />
        <Field label="With a fault" defaultValue="a" fault="A username has 2 characters or more." />
        <Field label="Right to left" defaultValue="نور حداد" dir="auto" />
        <Field label="Password" type="password" defaultValue="a long password" autoComplete="off" />
        <Field
          label="A password with a fault"
          type="password"
          autoComplete="off"
          fault="A password has 8 characters or more."
        />
        <Field label="Disabled" defaultValue="cannot be changed" disabled />
        <Field label="A day" type="date" defaultValue="2026-11-22" />
        <Search label="Find something" />
        <Search label="Found" typed="ada" />
      </div>
      <Columns>
        <Switches />
        <div className="grid gap-3">
          <Typing label="A text that grows" text={'Two lines\nof what somebody types'} />
          <Typing label="An empty one" text="" />
          <Typing label="A long one" text={'A line.\n'.repeat(12)} />
          <Typing label="Right to left" text="سطر واحد" />
        </div>
      </Columns>
      <div className="grid grid-cols-3 items-end gap-4 phone:grid-cols-1">
        <Submit />
        <Submit message="That did not work." />
        <Submit message="Too many tries." secondsLeft={42} />
        <Submit message="Too many tries." secondsLeft={400} look="plain" />
        <Submit isBusy />
        <Submit isBusy look="alarm" />
      </div>
    </Part>
  )
}

function Submit(props: Partial<ComponentProps<typeof SubmitButton>>) {
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <SubmitButton message={undefined} secondsLeft={0} isBusy={false} {...props}>
        Do it
      </SubmitButton>
    </form>
  )
}

function Search({ label, typed = '' }: { label: string; typed?: string }) {
  const [text, setText] = useState(typed)
  return (
    <div className="py-2">
      <SearchField label={label} value={text} onType={setText} />
    </div>
  )
}

function Switches() {
  const [isOn, setOn] = useState(true)
  const [chosen, setChosen] = useState('one')
  return (
    <div className="grid gap-4">
      <Switch label="A switch" hint="With a hint." isOn={isOn} onChange={setOn} />
      <Switch label="The same, the other way" isOn={!isOn} onChange={(next) => setOn(!next)} />
      <Choices
        label="Choices"
        hint="One of a few."
        choices={['one', 'two', 'three'].map((value) => ({ value, label: value }))}
        chosen={chosen}
        onChoose={setChosen}
      />
      <Choices
        label="Choices with long names"
        choices={['the first of them', 'and the second one', 'another one is the last'].map((value) => ({
          value,
          label: value,
        }))}
        chosen="the first of them"
        onChoose={() => undefined}
      />
    </div>
  )
}

function Typing({ label, text }: { label: string; text: string }) {
  const [typed, setTyped] = useState(text)
  return (
    <div className="flex rounded-m px-3 inset-ring inset-ring-edge focus-within:inset-ring-2 focus-within:inset-ring-accent">
      <TypeArea value={typed} onType={setTyped} aria-label={label} placeholder={label} />
    </div>
  )
}

export function Lists() {
  return (
    <Part title="Lists">
      <Columns>
        <State name="Options, the second one active">
          <div role="listbox" aria-label="Options" className="p-2">
            <Caption>A caption</Caption>
            <Option role="option" aria-selected={false} isActive={false}>
              Not active
            </Option>
            <Option role="option" aria-selected isActive>
              Active
            </Option>
            <Option role="option" aria-selected={false} isActive={false}>
              <span className="truncate">{'A long name '.repeat(12)}</span>
            </Option>
          </div>
        </State>
        <Shown name="Emoji to choose from">
          <div className="w-fit max-w-full overflow-hidden rounded-m border border-line phone:w-full">
            <EmojiPicker onChoose={() => undefined} />
          </div>
        </Shown>
      </Columns>
    </Part>
  )
}
