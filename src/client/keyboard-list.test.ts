import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { keyGroups } from './chats/keyGroups.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { composer, type House, messageRow, openHouse } from './testing-pages.ts'
import { isApple } from './ui/keys.ts'

type World = Awaited<ReturnType<typeof settle>>
type Here = World & Awaited<ReturnType<typeof handsOn>> & { page: Page }
/** Gets what is pressed, one for each way. Begins and ends where one writes into the chat in the middle, which is empty. */
type Trial = (here: Here, ...ways: [string, ...string[]]) => Promise<unknown>

let house: House

beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, patiently)
const writing = /^textarea Message Engines/
const shown = keyGroups(true)

/** How the keys of the list are called for a browser. */
const pressed: Record<string, string> = {
  command: 'ControlOrMeta',
  alt: 'Alt',
  shift: 'Shift',
  enter: 'Enter',
  esc: 'Escape',
  tab: 'Tab',
  delete: isApple ? 'Backspace' : 'Delete',
  up: 'ArrowUp',
  down: 'ArrowDown',
  pageUp: 'PageUp',
  pageDown: 'PageDown',
  home: 'Home',
  end: 'End',
}

const trials: Record<string, Record<string, Trial>> = {
  Anywhere: {
    'Go to a chat, a person or a place': async ({ step }, key) => {
      await step([key], /^combobox Find people and chats/)
      await step(['Escape'], writing)
    },
    'The chat above': async ({ step }, key) => {
      await step([key], /^textarea Message Bridges/)
      await step(['Alt+ArrowDown'], writing)
    },
    'The chat below': async ({ step }, key) => {
      await step([key], /^textarea Message Looms/)
      await step(['Alt+ArrowUp'], writing)
    },
    'The unread chat above': async ({ step }, key) => {
      await step([key], /^textarea Message Archive/)
      await step(['Alt+ArrowDown', 'Alt+ArrowDown'], writing)
    },
    'The unread chat below': async ({ step }, key) => {
      await step([key], /^textarea Message Mills/)
      await step(['Alt+ArrowUp', 'Alt+ArrowUp'], writing)
    },
    'Show the keys': async ({ step }, key) => {
      await step([key], /^group Keys/)
      await step(['Escape'], writing)
    },
    'Show the keys, where you do not write': async ({ step }, key) => {
      await step(['Shift+Tab'], /^article/)
      await step([key], /^group Keys/)
      await step(['Escape'], /^article/)
      await step(['Escape'], writing)
    },
    'To what is told at the top for a moment': async ({ page, bob, chats, step, goTo }, key) => {
      await bob.say(chats.Mills, 'the mill turns')
      await page.locator('[data-sonner-toast]').getByText('the mill turns').waitFor()
      await step([key], /the mill turns/)
      await goTo(/^button Open/)
      await step(['Enter'], /^textarea Message Mills/)
      await page.goBack()
      await step([], writing)
    },
    'Close what is open': async ({ step }, key) => {
      await step(['ControlOrMeta+k'], /^combobox/)
      await step([key], writing)
    },
  },
  'In the list of chats': {
    'Up and down': async ({ step, goTo }, up, down = '') => {
      await goTo(/^a .*Engines/, 'Shift+Tab')
      await step([down], /^a .*Looms/)
      await step([up, up], /^a .*Bridges/)
      await goTo(writing)
    },
    'Open the chat': async ({ step, goTo }, key) => {
      await goTo(/^a .*Looms/, 'Shift+Tab')
      await step([key], /^textarea Message Looms/)
      await step(['Alt+ArrowUp'], writing)
    },
  },
  'In the conversation': {
    'From where you write to the messages': async ({ step }, key) => {
      await step([key], /^article .*the last/)
      await step(['Escape'], writing)
    },
    'Up and down': async ({ step }, up, down = '') => {
      await step(['Shift+Tab', up, up], /^article .*number 29$/)
      await step([down], /^article .*number 30$/)
      await step(['Escape'], writing)
    },
    'A page up, also while you write': async ({ page, step, goTo }, key) => {
      const before = await firstInView(page)
      await step([key], writing)
      await until(() => firstInView(page)).toBeLessThan(before)
      await goTo(/^article /, 'Shift+Tab')
      await step(['End'], /^article .*the last/)
      await step([key], /^article .*number \d$/)
      await step(['End'], /^article .*the last/)
      await step(['Escape'], writing)
    },
    'A page down, also while you write': async ({ page, press, step }, key) => {
      const before = await firstInView(page)
      await press('PageUp')
      await until(() => firstInView(page)).toBeLessThan(before)
      await step([key], writing)
      await until(() => firstInView(page)).toBe(before)
      await step(['Shift+Tab', 'PageUp'], /^article .*number \d$/)
      await step([key], /^article .*(number (2\d|30)$|the last)/)
      await step(['End'], /^article .*the last/)
      await step(['Escape'], writing)
    },
    'The first message': async ({ step }, key) => {
      await step(['Shift+Tab', key], /^article .*started the group/)
      await step(['End'], /^article .*the last/)
      await step(['Escape'], writing)
    },
    'The latest message': async ({ step, goTo }, key) => {
      await goTo(/^article /, 'Shift+Tab')
      await step(['ArrowUp', 'ArrowUp'], /^article .*number 29$/)
      await step([key], /^article .*the last/)
      await step(['Escape'], writing)
    },
    'Back to where you write': async ({ step, goTo }, key) => {
      await goTo(/^article /, 'Shift+Tab')
      await step([key], writing)
    },
  },
  'On a message': {
    'Add a reaction': onLast(async ({ step }, key) => {
      await step([key], /^(input|searchbox) Find an emoji/)
      await step(['Escape'], /^article .*the last/)
    }),
    Reply: onLast(async ({ page, step }, key) => {
      await step([key], writing)
      await page.getByText('Answering Bob: the last').waitFor()
      await step(['Escape', 'Shift+Tab'], /^article .*the last/)
    }),
    'Copy the text': onLast(async ({ page, press }, key) => {
      await press(key)
      await until(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^the last/)
    }),
    'Mark unread from here': onLast(async ({ ada, chats, press }, key) => {
      await press(key)
      const unread = async () => (await ada.chats.list()).find(({ id }) => id === chats.Engines)?.unread
      await until(unread).toBe(1)
    }),
    'Edit, if it is yours': onLast(async ({ step }, key) => {
      await step(['ArrowUp', 'ArrowUp', key], /^article .*number 29$/)
      await step(['Home', 'ArrowDown'], /^article You, .*of Ada/)
      await step([key], /^textarea Edit the message/)
      await step(['Escape'], /^article You, .*of Ada/)
    }),
    'Delete, if you may': onLast(async ({ step }, key) => {
      await step([key], /^button (Delete|Cancel)/)
      await step(['Escape'], /^article .*the last/)
    }),
    'Its links and buttons': onLast(async ({ step, goTo }, key) => {
      await step([key], /^a https:..one.example/)
      await goTo(/^button Reply/, key)
    }),
    'The menu of the message': onLast(async ({ step }, key) => {
      await step([key], /^menu(item)? /)
      await step(['Escape'], /^article .*the last/)
    }),
  },
  'While writing': {
    Send: async ({ ada, chats, page, type, step }, key) => {
      await type('of Ada, too')
      await step([key], writing)
      const last = async () => (await ada.messages.list({ chatId: chats.Engines })).messages.at(-1)?.text
      await until(last).toBe('of Ada, too')
      expect(await composer(page).inputValue()).toBe('')
    },
    'A new line': typed('one', 'one\n'),
    'Edit your last message, when nothing is written': async ({ page, step }, key) => {
      await step([key], /^textarea Edit the message/)
      expect(await page.getByRole('textbox', { name: 'Edit the message' }).inputValue()).toMatch(/^of Ada/)
      await step(['Escape'], writing)
    },
    'Name somebody': offered('bo', '@', /Bob/),
    'An emoji by its name': offered('tad', ':', /:tada:/),
    'Take the name or the emoji': async (here, ...keys) => {
      for (const key of keys) {
        await here.type(':tad')
        await here.page.getByRole('option', { name: ':tada:' }).waitFor()
        await here.press(key)
        await expectText(here, '🎉 ')
      }
    },
    Bold: typed('word', '**word**', 'ControlOrMeta+a'),
    Italic: typed('word', '_word_', 'ControlOrMeta+a'),
    Code: typed('word', '`word`', 'ControlOrMeta+a'),
    'Struck through': typed('word', '~~word~~', 'ControlOrMeta+a'),
    'Drop the reply or the change': async ({ page, step }, key) => {
      await step(['Shift+Tab', 'r'], writing)
      await page.getByText('Answering').waitFor()
      await step([key], writing)
      await page.getByText('Answering').waitFor({ state: 'detached' })
      await step(['ArrowUp'], /^textarea Edit the message/)
      await step([key], writing)
    },
  },
}

test('every key in the list is tried here', () => {
  expect(Object.fromEntries(Object.entries(trials).map(([title, group]) => [title, Object.keys(group)]))).toEqual(
    Object.fromEntries(shown.map(({ title, rows }) => [title, rows.map(({ what }) => what)])),
  )
})

test.each(shown)(
  'every key does what the list says, without a pointer: $title',
  { timeout: 60_000 },
  async ({ title, rows }) => {
    const world = await settle()
    const page = await house.enter(world.ada, `/chats/${world.chats.Engines}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await messageRow(page, 'the last').waitFor()
    // What hears some of the keys is loaded beside the page.
    await page.waitForLoadState('networkidle')
    const hands = await handsOn(page)
    for (const { what, ways } of rows) {
      await hands.step([], writing)
      expect({ what, typed: await composer(page).inputValue() }).toEqual({ what, typed: '' })
      const keys = ways.map((keys) => keys.map((key) => pressed[key] ?? key).join('+'))
      await trials[title]?.[what]?.({ ...world, ...hands, page }, ...(keys as [string, ...string[]]))
    }
    await hands.expectNoPointer()
  },
)

/** A chat with much in it, between two that are read, between two that are not. */
async function settle() {
  const [ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => house.app.person(name)))) as [Person, Person]
  const chats = { Mills: '', Looms: '', Engines: '', Bridges: '', Archive: '' }
  for (const title of ['Mills', 'Looms', 'Engines', 'Bridges', 'Archive'] as const) {
    const { chatId } = await ada.groups.create({ title, userIds: [bob.id] })
    chats[title] = chatId
    if (title === 'Engines') {
      await ada.say(chatId, 'of Ada')
      for (let number = 1; number <= 30; number++) await bob.say(chatId, `number ${number}`)
    }
    const { number } = await bob.say(chatId, 'the last, https://one.example')
    const isRead = title !== 'Mills' && title !== 'Archive'
    if (isRead) await ada.chats.read({ chatId, number })
  }
  return { ada, bob, chats }
}

function onLast(trial: Trial): Trial {
  return async (here, ...ways) => {
    await here.goTo(/^article /, 'Shift+Tab')
    await here.step(['End'], /^article .*the last/)
    await trial(here, ...ways)
    await here.goTo(/^article /, 'Shift+Tab')
    await here.step(['Escape'], writing)
  }
}

/** What the keys make of a text. */
function typed(text: string, expected: string, ...before: string[]): Trial {
  return async (here, key) => {
    await here.type(text)
    await here.press(...before, key)
    await expectText(here, expected)
  }
}

/** What is offered for the sign and some letters. */
function offered(letters: string, sign: string, name: RegExp): Trial {
  return async ({ page, type, press }, key) => {
    expect(key).toBe(sign)
    await type(key + letters)
    await page.getByRole('option', { name }).first().waitFor()
    await press('Escape')
    await page.getByRole('option').first().waitFor({ state: 'detached' })
    await press('ControlOrMeta+a', 'Delete')
  }
}

async function expectText({ page, press, step }: Here, expected: string) {
  await until(() => composer(page).inputValue()).toBe(expected)
  await press('ControlOrMeta+a', 'Delete')
  await step([], writing)
}

/** The number of the first message that can be read. */
function firstInView(page: Page) {
  return page.getByRole('log').evaluate((log) => {
    const { top } = log.getBoundingClientRect()
    const rows = [...log.querySelectorAll<HTMLElement>('[data-number]')]
    return Number(rows.find((row) => row.getBoundingClientRect().top >= top)?.dataset['number'])
  })
}
