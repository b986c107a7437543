import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname)
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll(path.sep, '/'))
const imports = new Map(files.map((file) => [file, importsOf(file)]))
const product = files.filter((file) => !/\.test\.tsx?$|testing/.test(file))

type Import = { from: string; isType: boolean; names: string; isRelative: boolean }

function importsOf(file: string): Import[] {
  const source = readFileSync(path.join(root, file), 'utf8')
  const found = source.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?([^'"]*?\s*from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  )
  return [...found].map(([, type, names = '', from, late]) => {
    const target = from ?? late ?? ''
    const isRelative = target.startsWith('.')
    const resolved = path.posix.join(path.posix.dirname(file), target)
    return {
      from: isRelative ? resolved : target,
      isType: type !== undefined,
      names: names.replace(/\s+from\s+$/, '').trim(),
      isRelative,
    }
  })
}

function offenders(inside: (file: string) => boolean, isForbidden: (found: Import, file: string) => boolean): string[] {
  return product
    .filter(inside)
    .flatMap((file) =>
      (imports.get(file) ?? []).filter((found) => isForbidden(found, file)).map((found) => `${file} → ${found.from}`),
    )
}

const isIn = (folder: string) => (file: string) => file.startsWith(`${folder}/`)

test('the reader of imports sees what is there', () => {
  expect(imports.get('server/main.ts')?.map(({ from }) => from)).toContain('server/app.ts')
  expect(product.length).toBeGreaterThan(30)
})

test('the server never imports the client', () => {
  expect(offenders(isIn('server'), ({ from }) => from.startsWith('client/'))).toEqual([])
})

test('the client imports one thing from the server: the type AppRouter, in client/trpc.ts', () => {
  const all = product
    .filter(isIn('client'))
    .flatMap((file) =>
      (imports.get(file) ?? []).filter(({ from }) => from.startsWith('server/')).map((found) => ({ file, ...found })),
    )
  expect(all).toEqual([
    { file: 'client/trpc.ts', from: 'server/routers/index.ts', isType: true, names: '{ AppRouter }', isRelative: true },
  ])
})

test('schemas.ts imports nothing of ours', () => {
  expect(
    offenders(
      (file) => file === 'schemas.ts',
      ({ isRelative }) => isRelative,
    ),
  ).toEqual([])
})

test('the image for containers holds whatever its server imports', () => {
  const recipe = readFileSync(path.join(root, '../Dockerfile'), 'utf8')
  const image = recipe.slice(recipe.lastIndexOf('\nFROM '))
  const copied = [...image.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  const isCopied = (file: string) => copied.some((one) => `src/${file}` === one || `src/${file}`.startsWith(`${one}/`))
  expect(isCopied('server/main.ts')).toBe(true)
  expect(offenders(isIn('server'), ({ from, isType, isRelative }) => isRelative && !isType && !isCopied(from))).toEqual(
    [],
  )
})

test('routers do not import one another', () => {
  expect(
    offenders(
      (file) => isIn('server/routers')(file) && !file.endsWith('/index.ts'),
      ({ from }) => from.startsWith('server/routers/'),
    ),
  ).toEqual([])
})

test('live and database know nothing of routers', () => {
  expect(
    offenders(
      (file) => isIn('server/live')(file) || isIn('server/database')(file),
      ({ from }) => from.startsWith('server/routers/') || from === 'server/trpc.ts',
    ),
  ).toEqual([])
})

test('client/ui knows nothing of chat', () => {
  expect(offenders(isIn('client/ui'), ({ from, isRelative }) => isRelative && !from.startsWith('client/ui/'))).toEqual(
    [],
  )
})

test('nothing imports itself round a corner', () => {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, way: string[]) => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const { from, isType } of imports.get(file) ?? []) if (!isType && imports.has(from)) walk(from, [...way, file])
    done.add(file)
  }
  for (const file of product) walk(file, [])
  expect(circles).toEqual([])
})

test('imports are relative with their extension, and nothing is exported by default', () => {
  expect(
    offenders(
      () => true,
      ({ from, isRelative }) => isRelative && !/\.(tsx?|css|json|svg)(\?\w+)?$/.test(from),
    ),
  ).toEqual([])
  expect(product.filter((file) => /^export default/m.test(readFileSync(path.join(root, file), 'utf8')))).toEqual([])
})

test('a file is named after a noun of its own, and has one', () => {
  const banned = /^(types|utils?|constants|helpers?|common|misc|core|index)\.tsx?$/
  expect(
    product.filter((file) => banned.test(path.posix.basename(file)) && file !== 'server/routers/index.ts'),
  ).toEqual([])
})

test('nothing is written into a page as raw HTML', () => {
  expect(
    files.filter(
      (file) =>
        file !== 'imports.test.ts' &&
        readFileSync(path.join(root, file), 'utf8').includes(['dangerouslySet', 'InnerHTML'].join('')),
    ),
  ).toEqual([])
})
