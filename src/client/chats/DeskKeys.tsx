import { useEffect, useEffectEvent } from 'react'
import { flushSync } from 'react-dom'
import { useChats } from '../live/useChats.ts'
import { preferences } from '../settings/preferences.ts'
import { keepFocus } from '../ui/keepFocus.ts'
import { chatBeside, unreadBeside } from './chatBeside.ts'
import { shownChats } from './isShown.ts'

type Props = { meId: string; openId: string | undefined; onGo: (href: string) => void; onKeys: () => void }

/** Keys for the list of keys and for the chats, in every place. Shows nothing. */
export function DeskKeys({ meId, openId, onGo, onKeys }: Props) {
  const { chats } = useChats()

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key]
    const act = asksForKeys(event)
      ? onKeys
      : step && asksForChat(event)
        ? () => goBeside(step, event.shiftKey)
        : undefined
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  })

  function goBeside(step: -1 | 1, isForUnread: boolean) {
    const chat = (isForUnread ? unreadBeside : chatBeside)(shownChats(chats, meId, openId), openId, step)
    if (!chat) return
    // oxlint-disable-next-line react-dom/no-flush-sync -- the focus goes to what is shown then
    flushSync(() => onGo(`/chats/${chat.id}`))
    const area = document.querySelector<HTMLTextAreaElement>('main form textarea')
    area?.focus()
    area?.setSelectionRange(area.value.length, area.value.length)
  }

  useEffect(keepFocus, [])
  useEffect(() => {
    // Before the key comes to whatever has the focus.
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown, true)
    return () => document.removeEventListener('keydown', onKeyDown, true)
  }, [])
  return null
}

function asksForKeys({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (key === '/') return ctrlKey !== metaKey && !altKey
  const isQuestion = preferences().singleKeys && (key === '?' || key === '؟')
  return isQuestion && !ctrlKey && !metaKey && !isIn(target, `input, textarea, select, ${layers}`)
}

/** What is being changed in an old message would be lost: there the arrows stay with the text. */
function asksForChat({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return altKey && !ctrlKey && !metaKey && !isIn(target, `[role="article"] textarea, ${layers}`)
}

const layers = '[role="dialog"], [role="alertdialog"], [role="menu"]'

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null
}
