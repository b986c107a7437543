import { useEffect, useState } from 'react'
import { spoken, useDirection } from '../languages/language.ts'
import { Appearance } from '../settings/Appearance.tsx'
import type { Client } from '../trpc.ts'
import { Choices } from '../ui/Choices.tsx'
import { Mark } from '../ui/Mark.tsx'
import { Tips } from '../ui/Tips.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { Voice } from '../ui/Voice.tsx'
import { Chats } from './Chats.tsx'
import { Buttons, Fields, Lists } from './Controls.tsx'
import { Avatars, Layers } from './Layers.tsx'
import { Messages, Writing } from './Messages.tsx'
import { Part } from './Part.tsx'
import { People } from './People.tsx'
import { Places, Skeletons } from './Places.tsx'
import { Surroundings } from './Surroundings.tsx'
import { Tokens } from './Tokens.tsx'

const directions = ['of the language', 'ltr', 'rtl'] as const

/** Every component in every state, for whoever changes one: `npm run dev`, then `/?ui`. It is no part of the built app. */
export function Gallery({ calls }: { calls: Client }) {
  useDirection()
  const [direction, setDirection] = useState<(typeof directions)[number]>('of the language')
  const language = spoken()
  useEffect(() => {
    globalThis.showLanguage?.(language)
    if (direction !== 'of the language') document.documentElement.dir = direction
  }, [direction, language])
  return (
    <Surroundings calls={calls} direction={direction}>
      <main className="h-full overflow-y-auto bg-paper">
        <div className="mx-auto grid max-w-[1100px] grid-cols-[minmax(0,1fr)] gap-8 p-8 phone:p-4">
          <header className="flex flex-wrap items-center gap-4">
            <Mark className="size-8" />
            <h1 className="text-xl font-strong">Every component in every state</h1>
          </header>
          <Part title="Theme, contrast, density, size, language, direction">
            <div className="grid max-w-xl gap-4">
              <Appearance />
              <Choices
                label="Direction"
                choices={directions.map((value) => ({ value, label: value }))}
                chosen={direction}
                onChoose={setDirection}
              />
            </div>
          </Part>
          <Tokens />
          <Buttons />
          <Fields />
          <Lists />
          <Layers />
          <Avatars />
          <Chats />
          <Messages />
          <Writing />
          <People />
          <Places />
          <Skeletons />
        </div>
        <Tips />
        <Toasts />
        <Voice />
      </main>
    </Surroundings>
  )
}
