import { migratedDatabase } from '@orderport/db/testing'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

const program = join(import.meta.dirname, 'main.ts')

function start(variables: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env['PATH'] ?? '', ...variables }
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

it('Studio says where it runs, stops on a signal, and leaves no login behind', async () => {
  await using database = await migratedDatabase()
  const child = start({ DATABASE_ADMIN_URL: database.superuserUrl }, '--port', '0', '--browser', 'none')
  const exited = once(child, 'exit')
  let url = ''
  for await (const line of createInterface({ input: child.stdout })) {
    url = /running at: (\S+)/.exec(line)?.[1] ?? ''
    if (url !== '') break
  }
  const body = JSON.stringify({ procedure: 'query', query: { sql: 'SELECT session_user AS login' } })
  const answer = await fetch(`${url}/bff`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const [, rows] = Array.from(Object(await answer.json()))
  const { login } = Object(Array.from(Object(rows))[0])
  expect(login).toMatch(/^orderport_studio_/)
  child.kill('SIGINT')
  expect(await exited).toEqual([0, null])
  expect(await database.superuserQuery('SELECT FROM pg_roles WHERE rolname = $1', [login])).toEqual([])
})

it.each([
  [[], {}, 'There is no database to look at.'],
  [['--port', 'x'], {}, 'npm run studio -- [--port <number>] [--browser none]'],
  [[], { DATABASE_ADMIN_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'ECONNREFUSED'],
])('Studio started with %j and %j ends with one line and code 1', async (args, variables, line) => {
  const child = start(variables, ...args)
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  expect(said).toMatch(/^orderport: [^\n]+\n$/)
  expect(said).toContain(line)
  expect(code).toBe(1)
})
