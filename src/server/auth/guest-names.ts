import { randomInt } from 'node:crypto'
import type { Language } from '../../schemas.ts'

type Word = Record<Language, string>

// All animals are of one gender in German and in Arabic, so that every adjective agrees with each.
const moods: Word[] = [
  { en: 'Quiet', de: 'Stiller', ar: 'هادئ' },
  { en: 'Brave', de: 'Mutiger', ar: 'شجاع' },
  { en: 'Gentle', de: 'Sanfter', ar: 'لطيف' },
  { en: 'Swift', de: 'Flinker', ar: 'سريع' },
  { en: 'Merry', de: 'Fröhlicher', ar: 'مرح' },
  { en: 'Calm', de: 'Ruhiger', ar: 'رزين' },
  { en: 'Bright', de: 'Heiterer', ar: 'مشرق' },
  { en: 'Kind', de: 'Netter', ar: 'طيب' },
  { en: 'Clever', de: 'Schlauer', ar: 'ذكي' },
  { en: 'Sunny', de: 'Sonniger', ar: 'بشوش' },
  { en: 'Patient', de: 'Geduldiger', ar: 'صبور' },
  { en: 'Bold', de: 'Kühner', ar: 'جريء' },
  { en: 'Warm', de: 'Herzlicher', ar: 'ودود' },
  { en: 'Lucky', de: 'Glücklicher', ar: 'محظوظ' },
  { en: 'Curious', de: 'Neugieriger', ar: 'فضولي' },
  { en: 'Steady', de: 'Treuer', ar: 'وفي' },
  { en: 'Wise', de: 'Weiser', ar: 'حكيم' },
  { en: 'Lively', de: 'Munterer', ar: 'نشيط' },
  { en: 'Humble', de: 'Bescheidener', ar: 'متواضع' },
  { en: 'Keen', de: 'Wacher', ar: 'يقظ' },
]
const animals: Word[] = [
  { en: 'Falcon', de: 'Falke', ar: 'صقر' },
  { en: 'Eagle', de: 'Adler', ar: 'نسر' },
  { en: 'Fox', de: 'Fuchs', ar: 'ثعلب' },
  { en: 'Lynx', de: 'Luchs', ar: 'وشق' },
  { en: 'Dolphin', de: 'Delfin', ar: 'دلفين' },
  { en: 'Hedgehog', de: 'Igel', ar: 'قنفذ' },
  { en: 'Raven', de: 'Rabe', ar: 'غراب' },
  { en: 'Sparrow', de: 'Spatz', ar: 'عصفور' },
  { en: 'Beaver', de: 'Biber', ar: 'قندس' },
  { en: 'Badger', de: 'Dachs', ar: 'غرير' },
  { en: 'Peacock', de: 'Pfau', ar: 'طاووس' },
  { en: 'Penguin', de: 'Pinguin', ar: 'بطريق' },
  { en: 'Finch', de: 'Fink', ar: 'حسون' },
  { en: 'Crane', de: 'Kranich', ar: 'كركي' },
  { en: 'Stork', de: 'Storch', ar: 'لقلق' },
  { en: 'Heron', de: 'Reiher', ar: 'بلشون' },
  { en: 'Hoopoe', de: 'Wiedehopf', ar: 'هدهد' },
  { en: 'Ibex', de: 'Steinbock', ar: 'وعل' },
  { en: 'Whale', de: 'Wal', ar: 'حوت' },
  { en: 'Cuckoo', de: 'Kuckuck', ar: 'وقواق' },
]

/** A friendly name to begin with, in the guest's language. The username is English and in ASCII; its digits only keep it apart. */
export function guestName(language: Language): { displayName: string; username: string } {
  const [mood, animal] = [pick(moods), pick(animals)]
  const words = [mood[language], animal[language]]
  const displayName = (language === 'ar' ? words.toReversed() : words).join(' ')
  const username = `${mood.en}-${animal.en}-${randomInt(1e8).toString().padStart(8, '0')}`.toLowerCase()
  return { displayName, username }
}

function pick(words: Word[]): Word {
  return words[randomInt(words.length)]!
}
