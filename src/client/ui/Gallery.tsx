import { useState } from 'react'
import { Choices } from './Choices.tsx'
import { Buttons, Fields, Lists } from './GalleryControls.tsx'
import { Avatars, Layers, Places } from './GalleryLayers.tsx'
import { Part, Row } from './GalleryPart.tsx'
import { Mark } from './Mark.tsx'
import { Tips } from './Tips.tsx'
import { Toasts } from './Toasts.tsx'

const colours =
  'paper desk hover line edge ink ink-2 ink-3 accent accent-strong accent-soft ' +
  'on-accent signal signal-soft alarm alarm-soft on-alarm online veil code-word code-text code-value code-name'
const texts = ['text-xs', 'text-sm', 'text-md', 'text-lg', 'text-xl', 'text-emoji']

/** Every component in every state, for whoever changes one: `npm run dev`, then `/?ui`. It is no part of the built app. */
export function Gallery() {
  return (
    <main className="h-full overflow-y-auto bg-paper">
      <div className="mx-auto grid max-w-[1100px] gap-8 p-8 phone:p-4">
        <header className="flex flex-wrap items-center gap-4">
          <Mark className="size-8" />
          <h1 className="text-xl font-strong">Every component in every state</h1>
        </header>
        <Themes />
        <Tokens />
        <Buttons />
        <Fields />
        <Lists />
        <Layers />
        <Avatars />
        <Places />
      </div>
      <Tips />
      <Toasts />
    </main>
  )
}

function Themes() {
  const [look, setLook] = useState({ theme: 'system', contrast: 'usual', density: 'comfortable', size: 'normal' })
  const choicesOf = (...values: string[]) => values.map((value) => ({ value, label: value }))
  const show = (change: Partial<typeof look>) => {
    const next = { ...look, ...change }
    setLook(next)
    Object.assign(document.documentElement.dataset, next)
  }
  return (
    <Part title="Theme, contrast, density, size">
      <div className="grid max-w-xl gap-3">
        <Choices
          label="Theme"
          choices={choicesOf('system', 'light', 'dark')}
          chosen={look.theme}
          onChoose={(theme) => show({ theme })}
        />
        <Choices
          label="Contrast"
          choices={choicesOf('usual', 'high')}
          chosen={look.contrast}
          onChoose={(contrast) => show({ contrast })}
        />
        <Choices
          label="Density"
          choices={choicesOf('comfortable', 'compact')}
          chosen={look.density}
          onChoose={(density) => show({ density })}
        />
        <Choices
          label="Size"
          hint="A hint stands below."
          choices={choicesOf('small', 'normal', 'large', 'larger')}
          chosen={look.size}
          onChoose={(size) => show({ size })}
        />
      </div>
    </Part>
  )
}

function Tokens() {
  return (
    <Part title="Tokens">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-3">
        {colours.split(' ').map((name) => (
          <div key={name} className="text-xs text-ink-2">
            <div style={{ background: `var(--color-${name})` }} className="h-12 rounded-m border border-edge" />
            {name}
          </div>
        ))}
      </div>
      <Row>
        {texts.map((name) => (
          <span
            key={name}
            style={{ fontSize: `var(--${name})`, lineHeight: `var(--${name}--line-height)` }}
            className="text-ink"
          >
            {name}
          </span>
        ))}
        <span className="font-mono">font-mono</span>
        <span className="font-medium">medium</span>
        <span className="font-strong">strong</span>
      </Row>
      <Row>
        <span className="grid size-16 place-items-center rounded-s bg-hover text-xs">radius s</span>
        <span className="grid size-16 place-items-center rounded-m bg-hover text-xs">radius m</span>
        <span className="grid size-16 place-items-center rounded-l bg-hover text-xs">radius l</span>
        <span className="grid size-16 place-items-center rounded-m bg-paper text-xs shadow-float">float</span>
        {[1, 2, 3, 4, 6, 8].map((step) => (
          <span key={step} style={{ width: `calc(var(--spacing) * ${step})` }} className="h-4 bg-accent" />
        ))}
      </Row>
    </Part>
  )
}
