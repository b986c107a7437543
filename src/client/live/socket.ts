const closeMs = 500
const silenceMs = 45_000
const lookMs = 5000

/**
 * A WebSocket that notices when its line is dead. A half-open one would otherwise wait a minute for an answer to its
 * closing; here it counts as closed after half a second, and closes itself when nothing was heard for 45 seconds.
 */
export function watchful(Base: typeof WebSocket): typeof WebSocket {
  return class extends Base {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given)
      let heardAt = Date.now()
      const timer = setInterval(() => {
        if (Date.now() - heardAt > silenceMs) this.close()
      }, lookMs)
      this.addEventListener('message', () => (heardAt = Date.now()))
      this.addEventListener('close', () => clearInterval(timer))
    }

    override close(code?: number, reason?: string) {
      super.close(code, reason)
      setTimeout(() => {
        if (this.readyState !== this.CLOSED) this.dispatchEvent(new Event('close'))
      }, closeMs)
    }
  }
}
