import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type NodePath, parseSync, traverse, types } from '@babel/core'

const root = path.resolve(import.meta.dirname, '..')

/** The files that make the screen, by their path from the client's folder. */
export function filesOfScreen(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|testing/.test(name))
}

/** Words that a person would read, and that no macro hands over to the catalogues. The app's own name is the same everywhere. */
export function bareWords(file: string): string[] {
  const source = readFileSync(path.join(root, file), 'utf8')
  return bareWordsIn(source)
}

export function bareWordsIn(source: string): string[] {
  const found: string[] = []
  const tree = parseSync(source, {
    babelrc: false,
    configFile: false,
    parserOpts: { plugins: /<\/|\/>/.test(source) ? ['typescript', 'jsx'] : ['typescript'] },
  })
  if (!tree) return found
  const look = (place: NodePath, words: string) => {
    const text = words.replaceAll(/\s+/g, ' ').trim()
    if (text !== 'Parley' && !isReached(place)) found.push(text)
  }
  traverse(tree, {
    JSXText(text) {
      if (/\p{L}{2}/u.test(text.node.value)) look(text, text.node.value)
    },
    StringLiteral(text) {
      if (isSaid(text.node.value) || isShown(text)) look(text, text.node.value)
    },
    TemplateLiteral(text) {
      const words = text.node.quasis.map(({ value }) => value.cooked ?? value.raw).join('…')
      if (isSaid(words) || /\p{L}{2} …|… \p{L}{2}/u.test(words)) look(text, words)
    },
  })
  return found
}

/** Two words, or one that begins as a sentence does; lists of classes are neither. */
function isSaid(words: string): boolean {
  const parts = words.trim().split(/\s+/)
  const marked = parts.filter((part) => /[-:[\]]\S/.test(part))
  if (words === words.toLowerCase() && marked.length * 2 >= parts.length) return false
  return /\p{L}\S*\s+\S*\p{L}{2}/u.test(words) || /^\p{Lu}\p{Ll}+[.…:?!]?$/u.test(words.trim())
}

/** A single word counts where it is the content of an element or a label of one. */
function isShown(text: NodePath<types.StringLiteral>): boolean {
  const way = text.findParent(({ node }) => !types.isConditionalExpression(node) && !types.isLogicalExpression(node))
  const holder = way?.isJSXExpressionContainer() ? way.parentPath : way
  if (!/\p{L}{2}/u.test(text.node.value) || !holder) return false
  if (holder.isJSXAttribute()) return isAttribute(holder.node, labels)
  return holder.isJSXElement() || holder.isJSXFragment()
}

const labels = /^(aria-label|aria-description|aria-valuetext|title|placeholder|alt|label|hint|text|verb)$/
const notLabels = /^(className|style|key|id|name|type|d|allow|rel|accept)$/

function isAttribute({ name }: types.JSXAttribute, names: RegExp): boolean {
  return types.isJSXIdentifier(name) && names.test(name.name)
}

const macros = new Set(['t', 'msg', 'plural', 'select', 'selectOrdinal', 'defineMessage'])
const notForReading = new Set(['Error', 'TypeError', 'classes', 'matchMedia', 'require'])

/** In a macro, or where no person reads it. */
function isReached(place: NodePath): boolean {
  return place.find(({ node, parent }) => isMacro(node) || isForMachines(node, parent)) !== null
}

function isMacro(node: types.Node): boolean {
  if (types.isTaggedTemplateExpression(node)) return isNamed(node.tag, macros)
  if (types.isCallExpression(node)) return isNamed(node.callee, macros)
  return types.isJSXElement(node) && types.isJSXIdentifier(node.openingElement.name, { name: 'Trans' })
}

function isForMachines(node: types.Node, parent: types.Node): boolean {
  if (types.isTSType(node) || types.isImportDeclaration(node) || types.isDirective(node)) return true
  if (types.isExportNamedDeclaration(parent) || types.isExportAllDeclaration(parent)) return parent.source === node
  if (types.isJSXAttribute(node)) return isAttribute(node, notLabels)
  if (types.isNewExpression(node) || types.isCallExpression(node)) return isNamed(node.callee, notForReading)
  if (types.isBinaryExpression(parent)) return /^[!=]==$/.test(parent.operator)
  if (types.isObjectProperty(parent) || types.isMemberExpression(parent)) return isKeyOf(node, parent)
  return types.isSwitchCase(parent) && parent.test === node
}

function isKeyOf(node: types.Node, parent: types.ObjectProperty | types.MemberExpression): boolean {
  return types.isObjectProperty(parent) ? parent.key === node : parent.property === node
}

function isNamed(node: types.Node, names: Set<string>): boolean {
  return types.isIdentifier(node) && names.has(node.name)
}
