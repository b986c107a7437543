import { t } from '@lingui/core/macro'
import { useMemo, useState } from 'react'
import { faultOf } from '../fault.ts'
import type { ShownMessage } from '../live/shown.ts'
import { useOutboxActions } from '../live/useOutbox.ts'
import { trpc } from '../trpc.ts'
import { copyText } from '../ui/copyText.ts'
import { tell, tellFault } from '../ui/toasts.ts'
import { keepAnswer, returnToDraft } from './drafts.ts'
import { oneSpelling } from './emoji.ts'

export type MessageVerbs = ReturnType<typeof useMessageVerbs>['verbs']

/** What can be done with the messages of a chat; `toWriting` leads to where one writes. What came of it is heard like everything else. */
export function useMessageVerbs(chatId: string, toWriting: () => void) {
  const { client } = trpc.useUtils()
  const { retry, discard } = useOutboxActions()
  const [editingId, setEditingId] = useState<string>()
  const [toDelete, setToDelete] = useState<ShownMessage>()

  const verbs = useMemo(() => {
    const attempt = async (call: Promise<unknown>): Promise<string | undefined> => {
      try {
        await call
        return undefined
      } catch (error) {
        return faultOf(error).message
      }
    }
    return {
      reply: ({ id }: ShownMessage) => keepAnswer(chatId, id),
      edit: ({ id }: ShownMessage) => setEditingId(id),
      stopEditing: () => setEditingId(undefined),
      save: ({ id }: ShownMessage, text: string) => attempt(client.messages.edit.mutate({ chatId, id, text })),
      async react({ id }: ShownMessage, emoji: string, on: boolean) {
        const refused = await attempt(client.messages.react.mutate({ chatId, id, emoji: oneSpelling(emoji), on }))
        if (refused) tellFault(refused)
      },
      copy: ({ text }: ShownMessage) =>
        copyText(text).then(
          () => tell(t`The text is copied.`),
          () => tellFault(t`The browser did not let the text be copied.`),
        ),
      async unread({ number }: ShownMessage) {
        const refused = await attempt(client.chats.unread.mutate({ chatId, number }))
        if (refused) tellFault(refused)
      },
      askToDelete: setToDelete,
      stopDeleting: () => setToDelete(undefined),
      remove: ({ id }: ShownMessage) => attempt(client.messages.remove.mutate({ chatId, id })),
      retry: ({ id }: ShownMessage) => retry(id),
      /** Not sent after all: its words are in the composer again. */
      takeBack({ id, text, replyTo }: ShownMessage) {
        discard(id)
        returnToDraft(chatId, text, replyTo ?? undefined)
        toWriting()
      },
      discard: ({ id }: ShownMessage) => discard(id),
    }
  }, [client, chatId, toWriting, retry, discard])

  return { verbs, editingId, toDelete }
}
