import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../src/server/testing.ts'

test('in development the page comes from its source with hot reload, on the port of the API', async () => {
  const dev = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'scripts/dev.ts'], {
    env: {
      ...process.env,
      DATABASE_URL: await createTestDatabase(),
      PORT: '0',
      HOST: '127.0.0.1',
      NODE_ENV: undefined,
    },
  })
  let said = ''
  try {
    dev.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    dev.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    while (!/http:\/\/localhost:\d+/.test(said)) await once(dev.stdout, 'data')
    const [url = ''] = /http:\/\/localhost:\d+/.exec(said) ?? []
    const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('/@vite/client')
    expect(page).toContain('/src/client/main.tsx')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect((await fetch(`${url}/trpc/auth.me`)).status).toBe(200)
  } catch (error) {
    throw new Error(`The server said: ${said}`, { cause: error })
  } finally {
    dev.kill('SIGINT')
    await once(dev, 'exit')
  }
})
