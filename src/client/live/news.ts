import type { Message, News } from '../trpc.ts'
import { windowKey, type Cache } from './cache.ts'
import { outdated, withMark, withMessage } from './chats.ts'
import type { Heard } from './heard.ts'
import type { createLoading } from './loading.ts'
import { withReader } from './members.ts'
import type { createPeople } from './people.ts'
import { withNews } from './windows.ts'

type Parts = {
  userId: string
  cache: Cache
  heard: Heard
  people: ReturnType<typeof createPeople>
  loading: ReturnType<typeof createLoading>
  onGone: (chatId: string) => void
}

type Of<Type extends News['type']> = Extract<News, { type: Type }>

const mostLooks = 20

/** Applies news to what is held: one function for each kind. */
export function createNews({ userId, cache, heard, people, loading, onGone }: Parts) {
  return { heads, message, chat, read, person }

  /** What is held at a lower version is pulled; what the server has at a lower one than we, or not at all, is loaded afresh. */
  function heads({ epoch, chats }: Of<'heads'>) {
    const isOther = heard.isOther(epoch)
    const wentBack = new Set(heard.headsCame(chats, epoch))
    for (const chatId of wentBack) cache.changeChat(chatId, outdated)
    for (const place of cache.windows()) {
      const isAfresh =
        isOther || wentBack.has(place.chatId) || chats[place.chatId] === undefined || cache.hasFailed(windowKey(place))
      if (isAfresh) loading.reload(place)
      else loading.pull(place)
    }
    for (const chatId of cache.opened()) loading.loadMembers(chatId)
    // Marks and names have no heads, so the list is read whenever the line was down.
    loading.loadChats()
  }

  function message({ after, message: told }: Of<'message'>) {
    const message = people.currentOld(told)
    const { chatId, event } = message
    heard.see(chatId, message.version)
    toChat(after, message)
    for (const place of cache.windows(chatId)) {
      const window = cache.window(place)
      const next = window && withNews(window, after, message)
      if (next) cache.setWindow(place, () => next)
      else if (window) loading.pull(place)
    }
    if (event && event.type !== 'renamed') loading.loadMembers(chatId)
    if (event?.type === 'joined' || event?.type === 'created') lookAgain(event.userIds)
  }

  /** Whoever was out of sight until now may have changed his name meanwhile. */
  function lookAgain(userIds: string[]) {
    const known = userIds.filter((id) => id !== userId && people.knows(id))
    for (const id of known.slice(0, mostLooks)) loading.loadPerson(id)
  }

  function toChat(after: number, message: Message) {
    const { chatId } = message
    const held = cache.chat(chatId)
    if (cache.chats() && (!held || held.version < after)) {
      heard.missed(chatId, after)
      loading.loadChat(chatId)
    }
    heard.keep(message)
    cache.changeChat(chatId, (chat) => withMessage(chat, message, userId))
    // Whoever says something has read up to it.
    if (message.kind === 'text') marked(chatId, message.sender.id, message.number)
  }

  function chat({ chatId, isGone }: Of<'chat'>) {
    if (isGone) {
      heard.leave(chatId)
      return onGone(chatId)
    }
    heard.join(chatId)
    heard.tell(chatId)
    loading.loadChat(chatId)
    loading.loadMembers(chatId)
  }

  function read(mark: Of<'read'>) {
    const { chatId, number } = mark
    marked(chatId, mark.userId, number)
    if (mark.userId !== userId) return
    const held = cache.chat(chatId)
    if (held && !withMark(held, mark)) loading.loadChat(chatId)
    else cache.changeChat(chatId, (chat) => withMark(chat, mark) ?? chat)
  }

  function marked(chatId: string, readerId: string, number: number) {
    heard.mark(chatId, readerId, number)
    cache.changeMembers(chatId, (chat) => withReader(chat, readerId, number))
  }

  function person({ person }: Of<'person'>) {
    people.told(person, heard.now())
  }
}
