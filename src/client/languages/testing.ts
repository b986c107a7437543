import { speak } from './language.ts'

await speak('en')
