import { useStore } from './store.ts'
import { spoken } from './say.ts'

/** Where a screen reader hears what is said to it: in the page before anything is. */
export function Voice() {
  return (
    <p aria-live="polite" className="sr-only">
      {useStore(spoken).map(({ turn, sentence }) => (
        <span key={turn}>{sentence} </span>
      ))}
    </p>
  )
}
