import * as z from 'zod/mini'

/** There are letters that show nothing: a text of these alone is empty. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u
const isLonger = (text: string, most: number) => text.length > most && Array.from(text).length > most

function text(name: string, most: number) {
  return z.string(`${name} must be text.`).check(
    z.refine((typed) => visible.test(typed), `${name} is empty.`),
    z.refine((typed) => !isLonger(typed, most), `${name} is longer than ${most.toLocaleString('en')} characters.`),
    storable(name),
  )
}

/** PostgreSQL keeps neither NUL nor half a character. */
export function storable(name: string) {
  return z.refine<string>(
    (typed) => typed.isWellFormed() && !typed.includes('\0'),
    `${name} has a character that cannot be stored.`,
  )
}

export function line(name: string, most: number) {
  return text(name, most).check(
    z.trim(),
    z.refine((typed) => !/[\p{Cc}\u2028\u2029]/u.test(typed), `${name} must stay on one line.`),
  )
}

export const id = z.uuid('An id must be a UUID.')
export const ids = z.array(id, 'A list of ids is needed.').check(z.maxLength(500, 'At most 500 ids at once.'))
export const messageText = text('A message', 4000)
export const groupTitle = line('The title', 80)
export const displayName = line('The name', 64)
export const searchText = z
  .string('The text to find must be text.')
  .check(z.maxLength(64, 'The text to find is longer than 64 characters.'), storable('The text to find'), z.trim())
/** Where the next page begins: as it was given with the page before. */
export const cursor = z
  .string('The cursor must be text.')
  .check(
    z.maxLength(200, 'The cursor is not one of ours.'),
    z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} /, 'The cursor is not one of ours.'),
    storable('The cursor'),
  )
export const username = z
  .string('The username must be text.')
  .check(
    z.minLength(2, 'A username has 2 characters or more.'),
    z.maxLength(32, 'A username has at most 32 characters.'),
    z.regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i, 'A username has the letters a to z, digits, and . _ - between them.'),
  )
export const email = z
  .string('The e-mail address must be text.')
  .check(z.maxLength(254, 'The e-mail address is too long.'), z.trim(), z.email('That is not an e-mail address.'))
/** What was typed to sign in: a username or an e-mail address. */
export const signInName = z
  .string('The username must be text.')
  .check(
    z.minLength(1, 'Enter your username.'),
    z.maxLength(254, 'The username is too long.'),
    storable('The username'),
  )
/** A password as typed to sign in: its rules may have been others once. */
export const password = z
  .string('The password must be text.')
  .check(
    z.minLength(1, 'Enter your password.'),
    z.maxLength(200, 'A password has at most 200 characters.'),
    storable('The password'),
  )
export const newPassword = z
  .string('The password must be text.')
  .check(
    z.minLength(8, 'A password has 8 characters or more.'),
    z.maxLength(200, 'A password has at most 200 characters.'),
    storable('The password'),
  )
export const emoji = z
  .string('The emoji must be text.')
  .check(
    z.maxLength(32, 'That is not one emoji.'),
    z.regex(/^(\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v, 'That is not one emoji.'),
  )
export const groupRole = z.enum(['owner', 'admin', 'member'], 'The role is owner, admin or member.')
/** A picture as base64. */
export const avatarImage = z
  .string('The picture must be text.')
  .check(
    z.maxLength(240_000, 'The picture is larger than 180 kB.'),
    z.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'The picture must be base64.'),
  )
/** From a link that was sent by mail. */
export const mailCode = z.string('The code must be text.').check(z.regex(/^[\w-]{32}$/, 'That is not a code of ours.'))
export const notifyLevel = z.enum(['all', 'mentions', 'nothing'], 'The level is all, mentions or nothing.')
/** A message's place in its chat, or a version of the chat. */
export const place = z
  .int('A number must be whole.')
  .check(z.minimum(0, 'A number cannot be below 0.'), z.maximum(2_147_483_647, 'The number is too large.'))
export const pageSize = z
  .int('The limit must be a whole number.')
  .check(z.minimum(1, 'The limit is at least 1.'), z.maximum(100, 'The limit is at most 100.'))
export const moment = z
  .date('A time is needed.')
  .check(
    z.minimum(new Date(0), 'That time is too long ago.'),
    z.maximum(new Date('9999-12-31'), 'That time is too far away.'),
  )
/** In which the reader is spoken to. */
export const language = z.enum(['en', 'de', 'ar'], 'The language is en, de or ar.')
export type Language = z.infer<typeof language>
export const signInAs = z.optional(z.enum(['cookie', 'token'], 'Sign in as cookie or token.'))
