import { createContext, useContext } from 'react'

/** Shows the message of this number of the open chat, loaded or not. Where the reader was is kept, for going back. */
export type GoTo = (number: number) => void

export const GoToContext = createContext<GoTo>(() => undefined)

export const useGoTo = (): GoTo => useContext(GoToContext)
