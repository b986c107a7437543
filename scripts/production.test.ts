import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { expect, test } from 'vitest'

const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const dockerfile = readFileSync('Dockerfile', 'utf8')

const forDevelopment = /(\.test|testing[\w-]*|\.d)\.ts$|^scripts\/(dev|seed|(?:seed|bench|faults|screen)\/.*)\.?t?s?$/

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((file) => file.endsWith('.ts') && !forDevelopment.test(file))
}

/** What a file needs as soon as it is loaded: not `import('vite')`, which only comes where there is something to build. */
function packagesOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const imports = source.matchAll(/^(?:import|export) (?!type\b)(?:[\w\s{},*]+ from )?'([^.'][^']*)'/gm)
  return [...imports]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
}

test('what runs in production needs no package for development', () => {
  const files = [...sourcesIn('src/server'), ...sourcesIn('scripts'), 'src/schemas.ts']
  expect(files).toContain('scripts/start.ts')
  const missing = files.flatMap((file) =>
    packagesOf(file)
      .filter((name) => !(name in dependencies) && !(name in optionalDependencies))
      .map((name) => `${file} → ${name}`),
  )
  expect(missing).toEqual([])
})

test('the image gets what there is, and not as root', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) => paths.split(' '))
  expect(copied.length).toBeGreaterThan(5)
  expect(copied.filter((path) => !existsSync(path))).toEqual([])
  expect(dockerfile).toMatch(/^USER node$/m)
  const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? []
  expect(JSON.parse(command).at(-1)).toBe('scripts/start.ts')
})

test('docs/operations.md has every setting, every command of an operator, and every metric', () => {
  const guide = readFileSync('docs/operations.md', 'utf8')
  const settings = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => `\`${name}\``)
  const metrics = [...readFileSync('src/server/metrics.ts', 'utf8').matchAll(/'(parley_\w+)'/g)].map(
    ([, name]) => name!,
  )
  const commands = ['start', 'backup', 'restore', 'doctor', 'migrate', 'password'].map((name) => `npm run ${name}`)
  expect(settings.length).toBeGreaterThan(15)
  expect(metrics.length).toBeGreaterThan(8)
  const named = guide
    .replaceAll('npm start', 'npm run start')
    .replaceAll('`…_idle`', '`parley_database_connections_idle`')
  expect([...settings, ...metrics, ...commands].filter((name) => !named.includes(name))).toEqual([])
})
