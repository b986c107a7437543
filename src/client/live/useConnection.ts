import type { ConnectionState } from './connection.ts'
import { useLive } from './LiveProvider.tsx'
import { useStore } from '../ui/store.ts'

/** Whether news are heard, and since when. */
export function useConnection(): ConnectionState {
  return useStore(useLive().sync.connection)
}
