import { Part, Row } from './Part.tsx'

const colours =
  'paper desk hover line edge ink ink-2 ink-3 accent accent-strong accent-soft on-accent signal signal-soft on-signal ' +
  'alarm alarm-soft on-alarm online on-face veil code-word code-text code-value code-name'
const letters = 'text-2xs text-xs text-sm text-md text-lg text-xl text-typed text-emoji'
const weights = 'plain medium strong'
const corners = 'xs s m l face'
const durations = 'none quick calm turn lit'
const steps = [1, 2, 3, 4, 6, 8]

/** What styles.css gives a name. */
export function Tokens() {
  return (
    <Part title="Tokens">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(104px,1fr))] gap-3">
        {colours.split(' ').map((name) => (
          <div key={name} className="text-xs text-ink-2">
            <div style={{ background: `var(--color-${name})` }} className="h-12 rounded-m border border-edge" />
            {name}
          </div>
        ))}
      </div>
      <Row>
        {letters.split(' ').map((name) => (
          <span key={name} style={{ fontSize: `var(--${name})`, lineHeight: `var(--${name}--line-height, normal)` }}>
            {name}
          </span>
        ))}
        {weights.split(' ').map((name) => (
          <span key={name} style={{ fontWeight: `var(--font-weight-${name})` }}>
            {name}
          </span>
        ))}
        <span className="font-mono">font-mono</span>
      </Row>
      <Row>
        {corners.split(' ').map((name) => (
          <span
            key={name}
            style={{ borderRadius: `var(--radius-${name})` }}
            className="grid size-16 place-items-center bg-hover text-xs"
          >
            {name}
          </span>
        ))}
        <span className="grid size-16 place-items-center rounded-m bg-paper text-xs shadow-float">float</span>
        {steps.map((step) => (
          <span key={step} style={{ width: `calc(var(--spacing) * ${step})` }} className="h-4 bg-accent" />
        ))}
      </Row>
      <Row>
        {durations.split(' ').map((name) => (
          // What is pressed or pointed at shows how long it takes.
          <button
            key={name}
            type="button"
            style={{ transitionDuration: `var(--duration-${name})` }}
            className="h-16 w-28 rounded-m bg-hover text-sm transition-colors hover:bg-accent hover:text-on-accent focus-visible:bg-accent focus-visible:text-on-accent"
          >
            {name}
          </button>
        ))}
      </Row>
    </Part>
  )
}
