import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesOfScreen } from './languages/testing-words.ts'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const styles = read('styles.css')

/** What has a name in styles.css is called by it: how long and how something moves, its colour, its corners, the space around it, its letters. */
const literals = {
  time: /(?<![\w.])_?\d*\.?\d+m?s(?![\w.])|_\d*\.?\d+m?s(?=[\]_])|\b(?:duration|delay)-(?:\d|\[)/,
  easing: /\bease-(?:\[|linear|in\b|out\b|in-out)|cubic-bezier|\b(?:animate|transition)-\[[^\]]*(?:linear|ease)/,
  colour: /#[\da-f]{3,8}\b|\b(?:oklch|rgba?|hsla?)\(/i,
  corner: /\brounded(?:-[a-z]+)?-\[\d/,
  space: /(?<![\w-])-?(?:[mp][xytbse]?|gap(?:-[xy])?|space-[xy])-\[-?\d/,
  letters: /\btext-\[[\d.]+(?:px|rem)/,
}

test('no component has a time, an easing, a colour, a corner, a space or a size of letters of its own', () => {
  expect(
    filesOfScreen().flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line) => literalsIn(line, file)),
    ),
  ).toEqual([])
})

test('the styles name each of them, and use it by its name', () => {
  const token = /^--(?:duration|delay|ease|animate|color|shadow|radius|text)-[\w-]+:/
  const isNamed = (declaration: string) => token.test(declaration) || declaration.includes('var(--hue)')
  const declarations = styles.replaceAll(/\/\*.*?\*\//gs, '').split(/[;{}]/)
  const used = declarations.map((one) => one.trim()).filter((one) => !isNamed(one))
  expect(used.length).toBeGreaterThan(100)
  expect(used.flatMap((declaration) => literalsIn(declaration, 'styles.css'))).toEqual([])
})

test('the reader of styles finds what has no name', () => {
  const lines = [
    'animate-[appear_120ms]',
    'duration-200 ease-in',
    'delay-[3s]',
    'animation: appear 120ms both',
    'transition: opacity .2s cubic-bezier(0, 0, 1, 1)',
    'text-[#fff]',
    'bg-[oklch(0.25_0.05_70)]',
    'rounded-[4px]',
    'rounded-t-[2px]',
    'text-[0.65rem]',
    'py-[7px]',
    '-ms-[3px]',
  ]
  expect(lines.filter((line) => literalsIn(line, '').length === 0)).toEqual([])
  expect(literalsIn('animate-appear duration-(--duration-calm) rounded-m text-[0.9em] 10 ms, in 5s3', '')).toEqual([])
})

const literalsIn = (line: string, file: string) =>
  Object.entries(literals).flatMap(([kind, literal]) =>
    literal.test(line) ? [`${file}: ${kind}: ${line.trim()}`] : [],
  )
