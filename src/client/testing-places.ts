import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { apiAt, type Person } from '../server/testing.ts'
import { composer, type House } from './testing-pages.ts'

type Furnished = Awaited<ReturnType<typeof furnish>>
type Way = (here: Furnished, options?: BrowserContextOptions) => Promise<Page>

/** People with something said between them. */
export async function furnish(house: House) {
  const named = ['ada', 'bob', 'eve', 'zoe'].map((name) => house.app.person(name))
  const [ada, bob, eve, zoe] = (await Promise.all(named)) as [Person, Person, Person, Person]
  const { token = '' } = await apiAt(house.app.url).auth.guest({ as: 'token' })
  const { chatId } = await ada.groups.create({ title: 'Analytical engines', userIds: [bob.id, eve.id, zoe.id] })
  await talk(chatId, ada, bob)
  const { chatId: unread } = await bob.chats.openDirect({ userId: ada.id })
  for (const text of ['Did you see it?', 'The second letter is here.']) await bob.say(unread, text)
  const { chatId: long } = await ada.groups.create({ title: 'Letters', userIds: [bob.id] })
  for (let number = 1; number <= 40; number++) await ada.say(long, `Letter ${number}`)
  const title = `A group whose title is as long as ${'some '.repeat(8)}are`
  const { chatId: empty } = await eve.groups.create({ title, userIds: [ada.id] })
  const { chatId: secret } = await eve.groups.create({ title: 'Not for ada', userIds: [] })
  await Promise.all([eve.follow(), zoe.follow()])
  return { house, ada, bob, eve, guest: { token }, chatId, unread, long, empty, secret }
}

/** Every place of the app, and the way there. Closing the house's pages leaves it as it was. */
export const places: Record<string, Way> = {
  'sign in': async ({ house }, options) => {
    const page = await house.visit('/', options)
    await page.getByRole('button', { name: 'Create an account' }).waitFor()
    return page
  },
  register: async ({ house }, options) => {
    const page = await house.visit('/', options)
    await page.getByRole('button', { name: 'Create an account' }).click()
    await page.getByRole('button', { name: 'Create the account' }).waitFor()
    return page
  },
  'a forgotten password': async ({ house }, options) => {
    const page = await house.visit('/', options)
    await page.getByRole('button', { name: 'You forgot your password?' }).click()
    await page.getByRole('button', { name: 'Back to signing in' }).waitFor()
    return page
  },
  'a link from a mail': async ({ house }, options) => {
    const page = await house.visit('/verify#0000', options)
    await page.getByText('The address was not confirmed.').waitFor()
    return page
  },
  'no chats yet': asGuest('/', (page) => page.getByText('You have no chats yet').waitFor()),
  'a chat': inChat((page) => page.getByRole('button', { name: 'Copy the code' }).waitFor()),
  'a chat with unread messages': asAda(
    ({ unread }) => `/chats/${unread}`,
    (page) => page.getByRole('article').last().waitFor(),
  ),
  'a chat in which nothing was said': asAda(
    ({ empty }) => `/chats/${empty}`,
    (page) => page.getByText('This is the beginning').waitFor(),
  ),
  members: amongMembers(async () => {}),
  'the menu of a member': amongMembers(async (page) => {
    await page.getByRole('button', { name: 'Change Bob' }).click()
    await page.getByRole('menuitem').first().waitFor()
  }),
  'adding people': amongMembers(async (page) => {
    await page.getByRole('button', { name: 'Add people' }).click()
    await page.getByRole('option', { name: /^Operator/ }).click()
    await page.getByRole('button', { name: 'Take back Operator' }).waitFor()
  }),
  'renaming a group': amongMembers(async (page) => {
    await page.getByRole('button', { name: 'Rename the group' }).click()
    await page.getByRole('form', { name: 'Rename the group' }).waitFor()
  }),
  'leaving a group': amongMembers(async (page) => {
    await page.getByRole('button', { name: 'Leave the group' }).click()
    await page.locator('[role$=dialog]').waitFor()
  }),
  'deleting a group': amongMembers(async (page) => {
    await page.getByRole('button', { name: 'Delete the group' }).click()
    await page.locator('[role$=dialog]').waitFor()
  }),
  'what can be done with a message': inChat((page) => page.getByRole('article').last().focus()),
  'the menu of a message': inChat(async (page) => {
    await page.getByRole('article').last().click({ button: 'right' })
    await page.getByRole('menuitem').first().waitFor()
  }),
  'what a finger can do with a message': inChat(async (page) => {
    const finger = { pointerType: 'touch', clientX: 100, clientY: 300, bubbles: true }
    await page.getByRole('article').last().getByText('tonight').dispatchEvent('pointerdown', finger)
    await page.getByRole('dialog').getByRole('button', { name: 'Reply' }).waitFor()
  }),
  'a message that was not sent': inChat(async (page) => {
    await page.route('**/trpc/messages.send*', async (route) => {
      const postData = route.request().postData()?.replace('Is anybody there?', ' ') ?? ''
      await route.fulfill({ response: await route.fetch({ postData }) })
    })
    await composer(page).fill('Is anybody there?')
    await composer(page).press('Enter')
    await page.getByRole('button', { name: 'Discard' }).waitFor()
  }),
  'what is told for a moment': async (here, options) => {
    const page = await places['a chat']?.(here, options)
    if (!page) throw new Error('There is no chat')
    // What tells of other chats is loaded beside the page.
    await page.locator('p[aria-live="polite"]').waitFor({ state: 'attached' })
    await here.bob.say(here.unread, 'Is it read?')
    await page.getByRole('button', { name: 'Open', exact: true }).waitFor()
    await page.keyboard.press('F8')
    return page
  },
  'without a connection': inChat(async (page) => {
    await page.routeWebSocket(/./, (socket) => void socket.close())
    await page.reload()
    await page.getByText('The connection is lost.').waitFor()
  }),
  'the emoji to choose from': inChat(async (page) => {
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    await page.getByRole('gridcell').first().waitFor()
  }),
  editing: onLast('e', (page) => page.getByRole('button', { name: 'Save' })),
  answering: onLast('r', (page) => page.getByText('Answering')),
  deleting: onLast('Delete', (page) => page.locator('[role$=dialog]')),
  'choosing a person to mention': inChat(async (page) => {
    await composer(page).pressSequentially('@')
    await page.getByRole('option').first().waitFor()
  }),
  'choosing an emoji by its name': inChat(async (page) => {
    await composer(page).pressSequentially(':ta')
    await page.getByRole('option').first().waitFor()
  }),
  'notifications of a chat': inChat(async (page) => {
    await page.getByRole('button', { name: /^Notifications: / }).click()
    await page.locator('[role^=menuitem]').first().waitFor()
  }),
  'going to a date': asAda(
    ({ long }) => `/chats/${long}`,
    async (page) => {
      await page.getByRole('article').last().waitFor()
      await page.getByRole('log').hover()
      await page.mouse.wheel(0, -300)
      await page.getByRole('button', { name: /^Go to a date/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  ),
  finding: inChat(async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('option').first().waitFor()
  }),
  'finding nobody': inChat(async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Find people and chats' }).fill('xyzzy')
    await page.getByText('Nobody and no chat is called').waitFor()
  }),
  'the list of keys': asAda(
    () => '/settings',
    async (page) => {
      await page.getByRole('button', { name: 'Show the keys' }).click()
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    },
  ),
  'a new chat': asAda(
    () => '/',
    async (page) => {
      await page.getByRole('button', { name: 'New chat' }).first().click()
      await page.getByRole('option').first().waitFor()
    },
  ),
  people: asAda(
    () => '/people',
    (page) => page.getByRole('list', { name: 'Online' }).waitFor(),
  ),
  'off the record': asAda(
    () => '/people',
    async (page) => {
      await page
        .getByRole('button', { name: /^Talk to Eve/ })
        .first()
        .click()
      await page.getByText('Only the two of you see this').waitFor()
    },
  ),
  settings: asAda(
    () => '/settings',
    (page) => page.getByRole('heading', { name: 'Settings' }).waitFor(),
  ),
  'settings of a guest': asGuest('/settings', (page) => page.getByRole('heading', { name: 'Settings' }).waitFor()),
  'deleting an account': asAda(
    () => '/settings',
    async (page) => {
      await page.getByRole('button', { name: 'Delete the account' }).click()
      await page.getByRole('dialog').waitFor()
    },
  ),
  administration: asOperator((page) => page.getByRole('button', { name: 'Disable' }).first().waitFor()),
  'administration of groups': asOperator(async (page) => {
    await page.getByRole('tab', { name: 'Groups' }).click()
    await page.getByRole('button', { name: 'Delete' }).first().waitFor()
  }),
  'what admins did': asOperator(async (page) => {
    await page.getByRole('tab', { name: 'What admins did' }).click()
    await page.getByRole('tabpanel').waitFor()
  }),
  'a chat that is not hers': asAda(
    ({ secret }) => `/chats/${secret}`,
    (page) => page.getByText('This chat is not here.').waitFor(),
  ),
  nowhere: asAda(
    () => '/nowhere',
    (page) => page.getByText('There is nothing at this address.').waitFor(),
  ),
}

function asAda(pathIn: (here: Furnished) => string, act: (page: Page) => Promise<unknown>): Way {
  return async (here, options) => {
    const page = await here.house.enter(here.ada, pathIn(here), options)
    await act(page)
    return page
  }
}

function asOperator(act: (page: Page) => Promise<unknown>): Way {
  return async ({ house }, options) => {
    const page = await house.enter(house.operator, '/admin', options)
    await act(page)
    return page
  }
}

function asGuest(path: string, act: (page: Page) => Promise<unknown>): Way {
  return async ({ house, guest }, options) => {
    const page = await house.enter(guest, path, options)
    await act(page)
    return page
  }
}

function amongMembers(act: (page: Page) => Promise<unknown>): Way {
  return asAda(
    ({ chatId }) => `/chats/${chatId}/members`,
    async (page) => {
      await page.getByRole('button', { name: 'Add people' }).waitFor()
      await act(page)
    },
  )
}

function inChat(act: (page: Page) => Promise<unknown>): Way {
  return asAda(
    ({ chatId }) => `/chats/${chatId}`,
    async (page) => {
      await page.getByRole('article').last().waitFor()
      await act(page)
    },
  )
}

function onLast(key: string, shown: (page: Page) => Locator): Way {
  return inChat(async (page) => {
    const last = page.getByRole('article').last()
    await last.focus()
    await last.press(key)
    await shown(page).first().waitFor()
  })
}

/** Text of every kind, some of it changed, deleted or reacted to. */
export async function talk(chatId: string, ada: Person, bob: Person) {
  await bob.say(chatId, 'A letter from *Turin*: https://example.org/notes?of=1842')
  await ada.say(chatId, '**Bold**, _italic_, ~~gone~~, `code`, ||a secret||\n> a quotation\n\n- one\n- two')
  await bob.say(
    chatId,
    '```ts\nconst numbers = [1, 1, 2, 3]\nexport function next() {\n  return numbers.toReversed().find((number, index) => number > index) ?? numbers.at(-1) ?? Number.NaN\n}\n```',
  )
  await bob.say(chatId, 'שלום, this one has both directions')
  await bob.say(chatId, '🎉')
  const { id } = await ada.say(chatId, `@${bob.username} will you read it?`)
  await bob.messages.react({ chatId, id, emoji: '👍', on: true })
  const { id: gone } = await bob.say(chatId, 'said too soon')
  await bob.messages.remove({ chatId, id: gone })
  await bob.messages.send({ id: uuid(), chatId, text: 'Read it aloud.', replyTo: id })
  const { id: edited } = await ada.say(chatId, 'I shall')
  await ada.messages.edit({ chatId, id: edited, text: 'I shall read it tonight.' })
}

/** As the settings would show it, without leaving the place. Nothing moves any more, colours neither. */
export async function dress(page: Page, preferences: Record<string, unknown>) {
  await page.evaluate(async (chosen) => {
    localStorage.setItem('parley.preferences', JSON.stringify(chosen))
    dispatchEvent(new StorageEvent('storage', { key: 'parley.preferences' }))
    // The end of one change may begin another: what has a colour from what it stands in changes after it.
    for (let still = 0; still < 3; still++) {
      await new Promise((painted) => requestAnimationFrame(painted))
      for (const one of document.getAnimations()) {
        if (one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity) continue
        one.finish()
        still = 0
      }
    }
  }, preferences)
  // Names of emoji come in the language of the page.
  await page.locator('[frimousse-loading]').waitFor({ state: 'detached' })
}
