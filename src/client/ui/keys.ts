export const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** How the keys are called on this machine. */
export const findKeys = isApple ? '⌘ K' : 'Ctrl K'
