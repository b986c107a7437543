import type { AroundNavHandler } from 'wouter'

/** What an entry of the browser's history knows: the place before it, and whether it stands for layers on its place. */
type Entry = { from?: string; isLayer?: boolean } | null

let afterLeaving: (() => void)[] | undefined

export const entry = () => history.state as Entry
export const isLeaving = () => afterLeaving !== undefined

/** Takes the entry of the layers back, which the browser does not do at once. */
export function leaveLayers(then: () => void) {
  if (!afterLeaving) {
    const waiting = (afterLeaving = [] as (() => void)[])
    const go = () => {
      afterLeaving = undefined
      for (const then of waiting) then()
    }
    addEventListener('popstate', go, { once: true })
    history.back()
  }
  afterLeaving.push(then)
}

/** Keeps one entry to each place: what a layer leads to takes the entry of the layer. */
export const goOn: AroundNavHandler = (navigate, to, options) => {
  const isLayer = entry()?.isLayer
  const stays = options?.replace || to === location.pathname
  if (afterLeaving || (isLayer && stays)) leaveLayers(() => goOn(navigate, to, options))
  else
    navigate(to, stays ? { replace: true, state: entry() } : { replace: !!isLayer, state: { from: location.pathname } })
}
