import { readFile } from 'node:fs/promises'
import { type PluginObj, transformAsync, types } from '@babel/core'
import macros from '@lingui/babel-plugin-lingui-macro'
import { formatter } from '@lingui/format-po'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { generateMessageId } from '@lingui/message-utils/generateMessageId'
import type { Plugin } from 'vite'
import { tokensOf } from './src/client/languages/tokens.ts'

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
    said.map(([id, { message = '', translation }]) => [keyOf(id, message), tokensIn(translation)]),
  )
}

/** A sentence that is text and values is its own key, so that it stands in the code once and nothing beside it. */
function keyOf(id: string, message: string): string {
  const isPlain = JSON.stringify(compileMessage(message)) === JSON.stringify(tokensOf(message))
  return isPlain && generateMessageId(message) === id ? message : id
}

/** Without what is undefined. */
function tokensIn(message: string): unknown[] {
  return JSON.parse(JSON.stringify(compileMessage(message))) as unknown[]
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
              const said = types.valueToNode(tokensIn(message.value))
              const rest = path.node.properties.filter((property) => !isNamed(property, 'id', 'message'))
              const [values, more] = rest
              const isCall = path.parentPath.isCallExpression() && path.parentPath.node.arguments.length === 1
              if (isOwnKey && isCall && !more && (!values || isNamed(values, 'values'))) {
                const given = types.isObjectProperty(values) && types.isExpression(values.value) ? [values.value] : []
                path.replaceWithMultiple([types.stringLiteral(key), ...given])
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
