import { t } from '@lingui/core/macro'

export const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** How the keys are called on this machine, in the reader's language. */
export const commandKey = () => (isApple ? '⌘' : t`Ctrl`)
export const findKeys = () => `${commandKey()} K`
