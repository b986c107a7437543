import { createContext } from 'react'

/** Who can be named in the chat: usernames in lower case, and whether that is the reader. */
export type Named = ReadonlyMap<string, { isMe: boolean }>

export const NamedContext = createContext<Named>(new Map())
