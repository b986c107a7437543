import { t } from '@lingui/core/macro'
import { Keyboard, Shield, Settings, SquarePen, UsersRound } from 'lucide-react'

type Ways = { isAdmin: boolean; onGo: (href: string) => void; onNew: () => void; onKeys: () => void }

/** Where one can go besides chats and people, by a few letters of the name. */
export function placesNamed({ isAdmin, onGo, onNew, onKeys }: Ways, typed: string) {
  const text = typed.trim().toLowerCase()
  if (text === '') return []
  const places = [
    { id: 'people', name: t`People`, Icon: UsersRound, open: () => onGo('/people') },
    { id: 'settings', name: t`Settings`, Icon: Settings, open: () => onGo('/settings') },
    ...(isAdmin ? [{ id: 'admin', name: t`Administration`, Icon: Shield, open: () => onGo('/admin') }] : []),
    { id: 'new', name: t`New group`, Icon: SquarePen, open: onNew },
    { id: 'keys', name: t`List of keys`, Icon: Keyboard, open: onKeys },
  ]
  return places.filter(({ name }) => name.toLowerCase().includes(text))
}
