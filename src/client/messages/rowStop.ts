import { createContext, use } from 'react'

/** Whether Tab stops at the message that this stands in. Above every message in a list. */
export const RowStop = createContext(true)

/**
 * The `tabIndex` of what is in a message. The arrows choose a message, and Tab comes to what is in that one alone: links
 * of the others, which may be out of view, would lead a reader away from where he is.
 */
export const useRowTabIndex = () => (use(RowStop) ? 0 : -1)
