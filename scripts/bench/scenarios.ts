import type { Sizes } from './sizes.ts'

/** What a scenario is called; its figures are found again by this name. */
export const scenarios = (sizes: Sizes) => ({
  burst: `burst to ${sizes.hall}, 8 under way`,
  burstToFew: `burst to ${sizes.parlour}, 8 under way`,
  oneByOne: `burst to ${sizes.parlour}, 1 under way`,
  burstStored: `burst to ${sizes.parlour}, 8 under way, all stored`,
  paced: `${sizes.perSecond} a second to ${sizes.hall}, all stored`,
  send: `${sizes.senders} sends under way`,
  idle: `${sizes.idle} connections that do nothing`,
  storm: `${sizes.idle} come at once`,
  newestPage: `newest page of a chat, ${million(sizes.messages)}`,
  middlePage: `page from the middle, ${million(sizes.messages)}`,
  firstPage: `first page of the chat, ${million(sizes.messages)}`,
  unread: `unread counts of all chats, ${million(sizes.messages)}`,
  list: `list of chats, ${million(sizes.messages)}`,
})

export type ScenarioName = keyof ReturnType<typeof scenarios>

function million(messages: number): string {
  return messages >= 1e6 ? `${messages / 1e6} million messages` : `${messages.toLocaleString('en')} messages`
}
