import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import * as z from 'zod/mini'

/**
 * A backup is gzipped lines: the header; for each table what comes, its rows as PostgreSQL's COPY writes them, and `\.`; at last
 * how many rows there were. A file without that last line was cut off.
 */
export const headerLine = z.object({
  parley: z.literal(1),
  madeAt: z.string(),
  migrations: z.array(z.string()).check(z.minLength(1)),
})
export const tableLine = z.object({ table: z.string(), columns: z.array(z.string()).check(z.minLength(1)) })
export const lastLine = z.object({ rows: z.record(z.string(), z.int()) })

export type Header = z.output<typeof headerLine>
export type Section = z.output<typeof tableLine> & { rows: () => AsyncGenerator<Buffer> }

export const endOfRows = '\\.\n'
const notOurs = 'That is not a backup of Parley, or it is damaged.'
const cutOff = 'The backup was cut off.'

/** Hands the tables over one after the other; each must be read to its end before the next is asked for. */
export async function* readBackup(path: string): AsyncGenerator<Header | Section> {
  const source = createReadStream(path)
  const gunzip = createGunzip()
  source.on('error', (error) => gunzip.destroy(error)).pipe(gunzip)
  const chunks = gunzip[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let waiting: Buffer = Buffer.alloc(0)
  try {
    yield parse(headerLine, await readLine())
    for (let line = await readLine(); ; line = await readLine()) {
      if (lastLine.safeParse(line).success) break
      yield { ...parse(tableLine, line), rows: readRows }
    }
  } finally {
    source.destroy()
    gunzip.destroy()
  }

  async function readLine(): Promise<unknown> {
    while (!waiting.includes(10)) await readMore()
    const end = waiting.indexOf(10)
    const line = waiting.subarray(0, end).toString()
    waiting = waiting.subarray(end + 1)
    try {
      return JSON.parse(line)
    } catch (error) {
      throw new Error(notOurs, { cause: error })
    }
  }

  /** Whole lines, up to the one that ends them. */
  async function* readRows(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = endIn(waiting)
      if (end !== undefined) {
        if (end > 0) yield waiting.subarray(0, end)
        waiting = waiting.subarray(end + endOfRows.length)
        return
      }
      const whole = waiting.lastIndexOf(10) + 1
      if (whole > 0) yield waiting.subarray(0, whole)
      waiting = waiting.subarray(whole)
      await readMore()
    }
  }

  async function readMore() {
    const { value, done } = await chunks.next().catch((error: unknown) => {
      throw new Error(reasonOf(error), { cause: error })
    })
    if (done) throw new Error(cutOff)
    waiting = waiting.length === 0 ? value : Buffer.concat([waiting, value])
  }
}

/** Reads all of it, so that nothing is touched for the sake of a damaged file. */
export async function checkBackup(path: string): Promise<Header> {
  let header: Header | undefined
  for await (const part of readBackup(path)) {
    if ('migrations' in part) header = part
    else for await (const rows of part.rows()) void rows
  }
  return header!
}

function endIn(lines: Buffer): number | undefined {
  if (lines.subarray(0, endOfRows.length).toString() === endOfRows) return 0
  const at = lines.indexOf(`\n${endOfRows}`)
  return at < 0 ? undefined : at + 1
}

function parse<Schema extends z.ZodMiniType>(schema: Schema, line: unknown): z.output<Schema> {
  const read = schema.safeParse(line)
  if (!read.success) throw new Error(notOurs)
  return read.data
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') return 'There is no such file.'
  if (code === 'Z_DATA_ERROR') return notOurs
  if (code === 'Z_BUF_ERROR') return cutOff
  return error instanceof Error ? error.message : String(error)
}
