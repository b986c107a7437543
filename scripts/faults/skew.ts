/** Loaded before everything else, it sets the clock of a process wrong. */
const skewMs = Number(process.env['SKEW_MS'] ?? 0)
const RightDate = Date

class SkewedDate extends RightDate {
  constructor(...given: [] | [value: number | string | Date]) {
    if (given.length === 0) super(RightDate.now() + skewMs)
    else super(...(given as [number]))
  }
  static override now() {
    return RightDate.now() + skewMs
  }
}

globalThis.Date = SkewedDate as DateConstructor
