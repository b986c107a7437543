import type { Faker } from '@faker-js/faker'
import { faker as arabic } from '@faker-js/faker/locale/ar'
import { faker as german } from '@faker-js/faker/locale/de'
import { faker as greek } from '@faker-js/faker/locale/el'
import { faker as english } from '@faker-js/faker/locale/en'
import { faker as spanish } from '@faker-js/faker/locale/es'
import { faker as french } from '@faker-js/faker/locale/fr'
import { faker as hebrew } from '@faker-js/faker/locale/he'
import { faker as japanese } from '@faker-js/faker/locale/ja'
import { faker as korean } from '@faker-js/faker/locale/ko'
import { faker as russian } from '@faker-js/faker/locale/ru'
import { faker as chinese } from '@faker-js/faker/locale/zh_CN'

export type Tongue = keyof typeof speakers

const speakers = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  ru: russian,
  el: greek,
  ar: arabic,
  he: hebrew,
  ja: japanese,
  zh: chinese,
  ko: korean,
}

/** A name as it is written where the tongue is spoken; the chance is that of `faker`. */
export function inventName(faker: Faker, tongue: Tongue) {
  const speaker = speakers[tongue]
  speaker.seed(faker.number.int())
  const first = speaker.person.firstName()
  const last = speaker.person.lastName()
  if (tongue === 'zh' || tongue === 'ko') return last + first
  return tongue === 'ja' ? `${last} ${first}` : `${first} ${last}`
}

export function inventTongue(faker: Faker) {
  return faker.helpers.weightedArrayElement<Tongue>([
    { weight: 70, value: 'en' },
    ...(Object.keys(phrases) as (keyof typeof phrases)[]).map((value) => ({ weight: 3, value })),
  ])
}

export const phrases = {
  de: [
    'Moment, ich schaue kurz nach.',
    'Passt, dann bis morgen um zehn! 👋',
    'Könnt ihr die Größe der Anhänge noch einmal prüfen?',
    'Das läuft bei mir seit dem Update viel schneller.',
    'Wer übernimmt die Schicht am Samstag?',
    'Danke, genau das hat gefehlt.',
  ],
  fr: [
    "D'accord, je m'en occupe cet après-midi.",
    'Quelqu’un a déjà essayé la nouvelle version ?',
    'Ça marche chez moi, mais pas sur le téléphone 🤔',
    'On déjeune où ?',
    'Très bonne idée, merci !',
    'Je relis et je vous dis.',
  ],
  es: [
    '¿Alguien puede echarle un vistazo?',
    'Listo, ya está subido 🚀',
    'Mañana no puedo, ¿qué tal el jueves?',
    '¡Qué rápido! Muchas gracias.',
    'Creo que falta una coma en la línea 12.',
    'Voy llegando, cinco minutos.',
  ],
  ru: [
    'Сейчас посмотрю и отвечу.',
    'У кого-нибудь ещё не открывается страница?',
    'Спасибо, всё заработало! 🎉',
    'Давайте созвонимся после обеда.',
    'Я уже отправил исправление, проверьте, пожалуйста.',
    'Хорошая мысль, но сначала нужно понять, почему это вообще происходит: вчера ведь всё было в порядке.',
  ],
  el: [
    'Καλημέρα σε όλους! ☕',
    'Μπορεί κάποιος να το ελέγξει;',
    'Εντάξει, το κοιτάζω τώρα.',
    'Τα λέμε αύριο στις εννιά.',
    'Ευχαριστώ πολύ, δουλεύει μια χαρά.',
  ],
  ar: [
    'صباح الخير جميعًا 👋',
    'هل يمكن لأحد أن يراجع الملف؟',
    'تم، شكرًا جزيلًا.',
    'سأكون متأخرًا عشر دقائق.',
    'المشكلة في الإصدار 2.4 فقط، أما البقية فتعمل كما يجب.',
  ],
  he: [
    'בוקר טוב לכולם',
    'מישהו יכול לבדוק את זה?',
    'מעולה, תודה רבה! 🙏',
    'אני בודק ומעדכן תוך שעה.',
    'זה עובד אצלי רק ב-Firefox, מוזר.',
  ],
  ja: [
    'おはようございます！',
    '確認しますので、少々お待ちください。',
    '資料を更新しました。ご確認お願いします🙇',
    '明日の会議は10時からで大丈夫ですか？',
    'ありがとうございます、助かりました！',
    'なるほど、そういうことだったんですね。設定を変えたら直りました。',
  ],
  zh: [
    '大家早上好！',
    '我看一下，稍后回复。',
    '这个问题昨天已经修好了 👍',
    '明天下午三点开会，可以吗？',
    '谢谢，辛苦了！',
    '新版本快了很多，不过第一次打开的时候还是会卡一下。',
  ],
  ko: [
    '안녕하세요, 좋은 아침입니다!',
    '확인해 보고 다시 말씀드릴게요.',
    '오늘 점심 뭐 먹을까요? 🍜',
    '수정해서 올렸습니다. 한번 봐 주세요.',
    '감사합니다, 잘 되네요!',
  ],
} satisfies Record<Exclude<Tongue, 'en'>, string[]>
