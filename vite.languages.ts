import { readFile } from 'node:fs/promises'
import { type PluginObj, transformAsync, types } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import { formatter } from '@lingui/format-po'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { generateMessageId } from '@lingui/message-utils/generateMessageId'
import type { Plugin } from 'vite'

/** English stays in the code and is read when the app is built; of another language the browser loads a compiled catalogue. */
export function languages(): Plugin[] {
  return [
    {
      name: 'languages-in-code',
      enforce: 'pre',
      transform: {
        filter: { id: /\.tsx?$/, code: /@lingui\/(core|react)\/macro/ },
        async handler(code, id) {
          const syntax = id.endsWith('x') ? ['typescript' as const, 'jsx' as const] : ['typescript' as const]
          const done = await transformAsync(code, {
            filename: id,
            babelrc: false,
            configFile: false,
            sourceMaps: true,
            parserOpts: { plugins: syntax },
            plugins: [[macros, { stripMessageField: false }], compiled],
          })
          return done?.code ? { code: done.code, map: done.map } : undefined
        },
      },
    },
    {
      name: 'languages-in-catalogues',
      load: {
        filter: { id: /\.po$/ },
        async handler(id) {
          this.addWatchFile(id)
          const messages = await catalogueOf(id)
          return { code: `export const messages = ${JSON.stringify(messages)}`, moduleType: 'js' }
        },
      },
    },
  ]
}

async function catalogueOf(file: string) {
  const context = { locale: null, sourceLocale: 'en', filename: file }
  const messages = await formatter().parse(await readFile(file, 'utf8'), context)
  const said = Object.entries(messages).filter(([, { translation }]) => translation !== '')
  return Object.fromEntries(
    said.map(([id, { message = '', translation }]) => [keyOf(id, message), withoutList(compileMessage(translation))]),
  )
}

/** A sentence without values is its own key, so that it stands in the code once and nothing beside it. */
function keyOf(id: string, message: string): string {
  const said = withoutList(compileMessage(message))
  return typeof said === 'string' && generateMessageId(message) === id ? said : id
}

function withoutList(said: ReturnType<typeof compileMessage>) {
  const texts = said.filter((part) => typeof part === 'string')
  if (texts.length === said.length) return texts.join('')
  // Without what is undefined.
  return JSON.parse(JSON.stringify(said)) as typeof said
}

/** Reads the English message in what a macro has become. */
function compiled(): PluginObj {
  return {
    visitor: {
      Program: {
        exit(program) {
          program.traverse({
            ObjectExpression(path) {
              if (!path.node.leadingComments?.some(({ value }) => value === 'i18n')) return
              const id = literalIn(path.node, 'id')
              const message = literalIn(path.node, 'message')
              if (!id || !message) return
              const key = keyOf(id.value, message.value)
              const isOwnKey = key !== id.value
              const said = types.valueToNode(withoutList(compileMessage(message.value)))
              const rest = path.node.properties.filter((property) => !isNamed(property, 'id', 'message'))
              if (isOwnKey && rest.length === 0 && path.parentPath.isCallExpression()) {
                path.replaceWith(types.stringLiteral(key))
                return
              }
              path.node.properties = [
                types.objectProperty(types.identifier('id'), types.stringLiteral(key)),
                ...(isOwnKey ? [] : [types.objectProperty(types.identifier('message'), said)]),
                ...rest,
              ]
            },
          })
        },
      },
    },
  }
}

function literalIn(object: types.ObjectExpression, name: string): types.StringLiteral | undefined {
  const property = object.properties.find((one) => isNamed(one, name))
  return types.isObjectProperty(property) && types.isStringLiteral(property.value) ? property.value : undefined
}

function isNamed(property: types.ObjectExpression['properties'][number], ...names: string[]): boolean {
  return types.isObjectProperty(property) && types.isIdentifier(property.key) && names.includes(property.key.name)
}
