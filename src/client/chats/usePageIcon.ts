import { useEffect } from 'react'
import { useChats } from '../live/useChats.ts'
import mark from '../ui/mark.svg'
import markUnread from '../ui/mark-unread.svg'

/** The icon of the page has a dot while something is unread. */
export function usePageIcon() {
  const { chats } = useChats()
  const hasUnread = chats.some(({ unread }) => unread > 0)
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    if (!icon) return
    icon.href = hasUnread ? markUnread : mark
    return () => void (icon.href = mark)
  }, [hasUnread])
}
