import { useEffect } from 'react'
import { usePageIcon } from '../chats/usePageIcon.ts'
import { hush } from '../messages/hear.ts'
import { Voice } from '../ui/Voice.tsx'
import { useNotices } from './useNotices.ts'

/** Tells of what is said elsewhere. Shows nothing of its own. */
export function Notices({ meId, openId }: { meId: string; openId: string | undefined }) {
  useNotices(meId, openId)
  usePageIcon()
  useEffect(() => hush, [])
  return <Voice />
}
