import path from 'node:path'
import type { Plugin } from 'vite'
import { unmeant } from './src/client/messages/unmeant.ts'

/** What everybody needs at first is in two files, the frame and what is behind the door: many small ones compress badly. */
export function twoFiles() {
  const frame = new Set<string>()
  const home = new Set<string>()
  const plugin: Plugin = {
    name: 'two-files',
    apply: 'build',
    buildEnd() {
      const walk = (id: string, into: Set<string>) => {
        // The part of tRPC that speaks to the socket is loaded beside the page.
        if (frame.has(id) || into.has(id) || /wsLink|preload-helper/.test(id)) return
        into.add(id)
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) walk(next, into)
      }
      const ids = [...this.getModuleIds()]
      for (const id of ids.filter((one) => one.endsWith('/src/client/start.tsx'))) {
        walk(id, frame)
        frame.delete(id)
      }
      for (const id of ids.filter((one) => one.endsWith('/src/client/chats/Home.tsx'))) walk(id, home)
    },
  }
  const groups = [
    { name: 'frame', test: (id: string) => frame.has(id), priority: 2 },
    { name: 'home', test: (id: string) => home.has(id), priority: 1 },
  ]
  return [groups, plugin] as const
}

/** What the reader of marks is told to leave out is not in it either: its tokenizer asks for the name before anything else. */
export function withoutUnmeant(): Plugin {
  const fileOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const names = new Map(unmeant.map((name) => [fileOf(name), name]))
  return {
    name: 'without-unmeant',
    apply: 'build',
    load: {
      filter: { id: /micromark-core-commonmark\/lib\/[a-z-]+\.js$/ },
      handler(id) {
        const name = names.get(path.basename(id, '.js'))
        return name ? `export const ${name} = { name: '${name}' }` : undefined
      },
    },
  }
}
