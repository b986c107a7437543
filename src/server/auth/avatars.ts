import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Database } from '../database/database.ts'
import { refusal } from '../errors.ts'

const side = 256
const mostPixels = 40_000_000

/** Crops to a square, makes it small, and writes it anew: nothing of the file stays but the picture, no place and no camera. */
export async function storeAvatar(db: Database, userId: string, upload: Buffer): Promise<string> {
  const image = await sharp(upload, { limitInputPixels: mostPixels, failOn: 'error', animated: false })
    .rotate()
    .resize(side, side, { fit: 'cover' })
    .webp({ quality: 82 })
    .toBuffer()
    .catch(() => {
      throw refusal('INVALID_INPUT', { fields: { image: 'That is not a picture that can be read.' } })
    })
  const version = createHash('sha256').update(userId).update(image).digest('hex').slice(0, 32)
  await db
    .insertInto('avatars')
    .values({ userId, version, image })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet({ version, image }))
    .execute()
  return version
}

/** By its version, which nobody can guess and which never shows another picture. */
export async function findAvatar(db: Database, version: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('avatars').select('image').where('version', '=', version).executeTakeFirst()
  return row?.image
}
