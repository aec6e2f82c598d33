import { startPostgres } from '@orderport/embedded-postgres'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { runProgram, startService } from '../testing/run-program.ts'

// Each step is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const folder = join(import.meta.dirname, '..')
const source = join(folder, '../apps/server/src')

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      environment: z.record(z.string(), z.string()).default({}),
      depends_on: z.record(z.string(), z.unknown()).default({}),
      volumes: z.array(z.string()).default([]),
      read_only: z.boolean().default(false),
    }),
  ),
  volumes: z.record(z.string(), z.unknown()),
})
const { services, volumes } = composeSchema.parse(
  parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { merge: true }),
)

it('names images of exact versions, and files, volumes and services that there are', () => {
  expect(Object.keys(services).toSorted()).toEqual(['api', 'database', 'login', 'migrate', 'vault', 'worker'])
  for (const { image, depends_on: dependencies, volumes: mounts } of Object.values(services)) {
    expect(image).toMatch(/^[a-z/]+:\d+\.\d+/)
    for (const name of Object.keys(dependencies)) expect(services).toHaveProperty(name)
    for (const mount of mounts) {
      const [from = ''] = mount.split(':')
      expect(from.startsWith('./') ? existsSync(join(folder, from)) : Object.hasOwn(volumes, from), mount).toBe(true)
    }
  }
  for (const name of ['api', 'worker', 'migrate']) expect(services[name]?.read_only).toBe(true)
})

it('its database’s statements, the migrations and its settings make a service that is ready', async () => {
  await using scratch = await temporaryFolder()
  await using postgres = await startPostgres({ dataDirectory: join(scratch.path, 'data'), durable: false })
  /** The URL of Compose's network, on this server. */
  const here = (url = '') => url.replace('@database/', `@127.0.0.1:${postgres.port}/`)
  const runFile = async (url: string, name: string) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      for (const statement of statementsIn(name)) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const owner = here(services['migrate']?.environment['DATABASE_ADMIN_URL'])
  await runFile(postgres.superuserUrl(), 'owner.sql')
  const migrated = await runProgram({
    file: process.execPath,
    args: [join(source, 'cli.ts'), 'migrate'],
    cwd: folder,
    variables: { DATABASE_ADMIN_URL: owner },
  })
  expect(migrated).toMatchObject({ code: 0, stderr: '' })
  await runFile(owner, 'login.sql')
  await runFile(owner, 'login.sql')

  const settings = services['api']?.environment ?? {}
  await using service = await startService({
    file: process.execPath,
    args: [join(source, 'main.ts')],
    cwd: folder,
    variables: { ...settings, DATABASE_URL: here(settings['DATABASE_URL']), PORT: '0' },
  })
  expect((await fetch(`${service.address}/readyz`)).status).toBe(200)
})

/** CREATE DATABASE runs in no transaction, so each statement is sent alone. */
function statementsIn(name: string): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8')
  return text.includes('$$') ? [text] : text.split(/(?<=;)\n/).filter((statement) => statement.trim() !== '')
}
