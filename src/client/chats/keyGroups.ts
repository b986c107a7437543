import { t } from '@lingui/core/macro'
import type { Key } from '../ui/keyNames.ts'
import { isApple } from '../ui/keys.ts'

type Row = { what: string; ways: Key[][] }

/** Every key that does something, by where it does it. `hasSingle` are those that do so alone. */
export function keyGroups(hasSingle: boolean): { title: string; rows: Row[] }[] {
  return [
    {
      title: t`Anywhere`,
      rows: [
        { what: t`Go to a chat, a person or a place`, ways: [['command', 'K']] },
        { what: t`The chat above`, ways: [['alt', 'up']] },
        { what: t`The chat below`, ways: [['alt', 'down']] },
        { what: t`The unread chat above`, ways: [['alt', 'shift', 'up']] },
        { what: t`The unread chat below`, ways: [['alt', 'shift', 'down']] },
        { what: t`Show the keys`, ways: [['command', '/']] },
        ...(hasSingle ? [{ what: t`Show the keys, where you do not write`, ways: [['?']] }] : []),
        { what: t`To what is told at the top for a moment`, ways: [['F8']] },
        { what: t`Close what is open`, ways: [['esc']] },
      ],
    },
    {
      title: t`In the list of chats`,
      rows: [
        { what: t`Up and down`, ways: [['up'], ['down']] },
        { what: t`Open the chat`, ways: [['enter']] },
      ],
    },
    {
      title: t`In the conversation`,
      rows: [
        { what: t`From where you write to the messages`, ways: [['shift', 'tab']] },
        { what: t`Up and down`, ways: [['up'], ['down']] },
        { what: t`A page up, also while you write`, ways: [['pageUp']] },
        { what: t`A page down, also while you write`, ways: [['pageDown']] },
        { what: t`The first message`, ways: [['home']] },
        { what: t`The latest message`, ways: [['end']] },
        { what: t`Back to where you write`, ways: [['esc']] },
      ],
    },
    {
      title: t`On a message`,
      rows: [
        ...(hasSingle ? singleKeys() : []),
        { what: t`Its links and buttons`, ways: [['tab']] },
        ...(isApple ? [] : [{ what: t`The menu of the message`, ways: [['shift', 'F10']] }]),
      ],
    },
    {
      title: t`While writing`,
      rows: [
        { what: t`Send`, ways: [['enter']] },
        { what: t`A new line`, ways: [['shift', 'enter']] },
        { what: t`Edit your last message, when nothing is written`, ways: [['up']] },
        { what: t`Name somebody`, ways: [['@']] },
        { what: t`An emoji by its name`, ways: [[':']] },
        { what: t`Take the name or the emoji`, ways: [['enter'], ['tab']] },
        { what: t`Bold`, ways: [['command', 'B']] },
        { what: t`Italic`, ways: [['command', 'I']] },
        { what: t`Code`, ways: [['command', 'E']] },
        { what: t`Struck through`, ways: [['command', 'shift', 'X']] },
        { what: t`Drop the reply or the change`, ways: [['esc']] },
      ],
    },
  ]
}

const singleKeys = (): Row[] => [
  { what: t`Add a reaction`, ways: [['+']] },
  { what: t`Reply`, ways: [['R']] },
  { what: t`Copy the text`, ways: [['C']] },
  { what: t`Mark unread from here`, ways: [['U']] },
  { what: t`Edit, if it is yours`, ways: [['E']] },
  { what: t`Delete, if you may`, ways: [['delete']] },
]
