import { useEffect } from 'react'
import { usePageIcon } from '../chats/usePageIcon.ts'
import { hush } from '../messages/hear.ts'
import { Voice } from '../ui/Voice.tsx'
import { useShell } from '../offline/useShell.ts'
import { useNotices } from './useNotices.ts'

/** Tells of what is said elsewhere, and of a newer app. Shows nothing of its own. */
export function Notices({ meId, openId }: { meId: string; openId: string | undefined }) {
  useNotices(meId, openId)
  useShell()
  usePageIcon()
  useEffect(() => hush, [])
  return <Voice />
}
