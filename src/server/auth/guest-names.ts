import { randomInt } from 'node:crypto'

const moods = [
  'Quiet',
  'Brave',
  'Gentle',
  'Swift',
  'Merry',
  'Calm',
  'Bright',
  'Kind',
  'Clever',
  'Sunny',
  'Patient',
  'Bold',
  'Warm',
  'Lucky',
  'Curious',
  'Steady',
  'Wise',
  'Lively',
  'Humble',
  'Keen',
]
const animals = [
  'Falcon',
  'Otter',
  'Heron',
  'Badger',
  'Lynx',
  'Robin',
  'Dolphin',
  'Hare',
  'Sparrow',
  'Fox',
  'Turtle',
  'Raven',
  'Seal',
  'Finch',
  'Beaver',
  'Owl',
  'Marten',
  'Swan',
  'Hedgehog',
  'Crane',
]

/** A friendly name to begin with. The digits only keep usernames apart. */
export function guestName(): { displayName: string; username: string } {
  const displayName = `${pick(moods)} ${pick(animals)}`
  const username = `${displayName.toLowerCase().replace(' ', '-')}-${randomInt(1e8).toString().padStart(8, '0')}`
  return { displayName, username }
}

function pick(names: string[]): string {
  return names[randomInt(names.length)] ?? ''
}
