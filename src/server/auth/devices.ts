import Bowser from 'bowser'

export type Device = {
  /** What a person would call it, in English. */
  device: string
  /** The same in parts, for other languages. A program that is no browser stands here as it calls itself. */
  browser: string | null
  system: string | null
}

const unknown = 'Unknown device'

export function deviceOf(userAgent = ''): Device {
  if (!userAgent) return { device: unknown, browser: null, system: null }
  const { browser, os } = Bowser.parse(userAgent)
  const name = browser.name || userAgent.slice(0, 60)
  const system = (browser.name && os.name) || null
  return { device: system ? `${name} on ${system}` : name, browser: name, system }
}

/** A process of the version before does not store the parts. */
export function withParts<Row extends Device>(row: Row): Row {
  return row.browser === null && row.device !== unknown ? { ...row, browser: row.device } : row
}
