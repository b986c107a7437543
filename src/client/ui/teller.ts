import { toast } from 'sonner'
import { say } from './say.ts'
import type { Teller } from './toasts.ts'

export const teller: Teller = {
  tell(sentence) {
    toast(sentence, { duration: 2500 })
    say(sentence)
  },

  tellFault(sentence) {
    toast.error(sentence, { id: sentence, duration: 6000 })
    say(sentence)
  },

  tellNote({ id, title, text, verb, onChoose, later, isSilent }) {
    const action = { label: verb, onClick: onChoose }
    const stays = later !== undefined && { duration: Infinity, cancel: { label: later, onClick: () => undefined } }
    toast(title, { id, description: text, duration: 6000, action, ...stays })
    if (!isSilent) say(`${title} ${text}`)
  },

  dropNote: (id) => toast.dismiss(id),
}
