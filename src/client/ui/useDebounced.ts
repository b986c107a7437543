import { useEffect, useState } from 'react'

/** What was typed, once there is a pause. */
export function useDebounced<Typed>(typed: Typed, ms: number): Typed {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), ms)
    return () => clearTimeout(timer)
  }, [typed, ms])
  return settled
}
