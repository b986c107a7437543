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
            ObjectExpression: { exit: (path) => shorten(path.node, path.parent) },
          })
        },
      },
    },
  }
}

function shorten(object: types.ObjectExpression, parent: types.Node) {
  const id = literalIn(object, 'id')
  const message = literalIn(object, 'message')
  if (!object.leadingComments?.some(({ value }) => value === 'i18n') || !id || !message) return
  const key = types.stringLiteral(keyOf(id.value, message.value))
  const isOwnKey = key.value !== id.value
  const said = types.objectProperty(types.identifier('message'), types.valueToNode(tokensIn(message.value)))
  const rest = object.properties.filter((property) => !isNamed(property, 'id', 'message'))
  const values = rest.flatMap((one) =>
    isNamed(one, 'values') && types.isObjectProperty(one) && types.isExpression(one.value) ? [one.value] : [],
  )
  if (isOwnKey && types.isCallExpression(parent) && values.length === rest.length) parent.arguments = [key, ...values]
  else object.properties = [types.objectProperty(types.identifier('id'), key), ...(isOwnKey ? [] : [said]), ...rest]
}

function literalIn(object: types.ObjectExpression, name: string): types.StringLiteral | undefined {
  const property = object.properties.find((one) => isNamed(one, name))
  return types.isObjectProperty(property) && types.isStringLiteral(property.value) ? property.value : undefined
}

function isNamed(property: types.ObjectExpression['properties'][number], ...names: string[]): boolean {
  return types.isObjectProperty(property) && types.isIdentifier(property.key) && names.includes(property.key.name)
}
