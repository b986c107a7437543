import { usePageIcon } from '../chats/usePageIcon.ts'
import { useNotices } from './useNotices.ts'

/** Tells of what is said elsewhere. Shows nothing of its own. */
export function Notices({ meId, openId }: { meId: string; openId: string | undefined }) {
  useNotices(meId, openId)
  usePageIcon()
  return null
}
