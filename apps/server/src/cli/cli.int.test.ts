import { migratedDatabase } from '@orderport/db/testing'
import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { actorFromEmail } from '../authentication/actor.ts'
import { hashApiKeySecret, parseApiKey } from '../authentication/api-key.ts'
import { runCliProcess, type CliRun } from '../../test/harness/run-cli-process.ts'

// Each command runs in a process of its own.
vi.setConfig({ testTimeout: 90_000 })

const lyon = 'boutique-lyon'
const kiel = 'laden-kiel'
const camille = 'camille.durand@example.org'

/** Adds the tenants `lyon` and `kiel`, and returns how to run commands. `said` collects their standard error. */
async function operatorsOf(database: TestDatabase) {
  const said: string[] = []
  const run = async (...args: string[]): Promise<CliRun> => {
    const result = await runCliProcess(args, { DATABASE_ADMIN_URL: database.ownerUrl })
    said.push(result.stderr)
    return result
  }
  /** Runs a command that must succeed; returns its JSON. */
  const json = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout)
  }
  await Promise.all([json('tenants', 'add', lyon), json('tenants', 'add', kiel, '--name', 'Laden Kiel')])
  return { run, json, said }
}

const made = z.object({ id: z.string(), key: z.string() })

it('adds a member and changes the role; the audit names the member without revealing who it is', async () => {
  await using database = await migratedDatabase()
  const { run, json, said } = await operatorsOf(database)
  expect(await run('members', 'add', lyon, ` ${camille.toUpperCase()} `)).toEqual({
    code: 0,
    stdout: '',
    stderr: `orderport: The member of ${lyon} is added: ${actorFromEmail(camille)}, as agent.\n`,
  })
  expect(await json('members', 'add', lyon, camille, '--role', 'admin')).toEqual({
    tenantId: lyon,
    email: camille,
    actor: actorFromEmail(camille),
    role: 'admin',
    change: 'changed',
  })
  await json('members', 'add', kiel, camille)
  expect(await json('members', 'list')).toMatchObject([
    { tenantId: lyon, email: camille, role: 'admin', actor: actorFromEmail(camille) },
    { tenantId: kiel, email: camille, role: 'agent', actor: actorFromEmail(camille) },
  ])
  await json('members', 'remove', kiel, camille)
  expect(await json('members', 'list')).toMatchObject([{ tenantId: lyon }])
  expect(await json('audit', 'list', '--tenant', lyon)).toMatchObject([
    done('member.change', actorFromEmail(camille)),
    done('member.add', actorFromEmail(camille)),
    done('tenant.add', lyon),
  ])
  expect(await everythingSaid(database, said)).not.toContain(camille)
})

it('prints a key once, stores its hash, and revokes it; the audit has only its id', async () => {
  await using database = await migratedDatabase()
  const { run, json, said } = await operatorsOf(database)
  const created = await run('keys', 'create', lyon, '--name', 'CRM', '--scopes', 'orders:read,orders:import')
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(/^opk_\S+\n$/) })
  const { id, secret } = partsOf(created.stdout.trimEnd())
  expect(created.stderr).toContain(`The key ${id} of ${lyon} is made`)
  expect(await database.superuserQuery(`SELECT encode(secret_hash, 'hex') AS hash, scopes FROM api_keys`)).toEqual([
    { hash: Buffer.from(hashApiKeySecret(secret)).toString('hex'), scopes: ['orders:read', 'orders:import'] },
  ])

  const other = made.parse(
    await json('keys', 'create', kiel, '--name', 'CRM', '--scopes', 'orders:read', '--expires', '30d'),
  )
  expect(partsOf(other.key)).toMatchObject({ tenantId: kiel, id: other.id })
  expect(await json('keys', 'revoke', lyon, id)).toEqual({ tenantId: lyon, id, change: 'revoked' })
  expect(await run('keys', 'revoke', lyon, id)).toEqual({
    code: 0,
    stdout: '',
    stderr: `orderport: The key ${id} of ${lyon} was revoked before.\n`,
  })
  expect(await json('keys', 'list')).toMatchObject([
    { tenantId: lyon, id, state: 'revoked', expiresAt: null },
    {
      tenantId: kiel,
      id: other.id,
      state: 'active',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/),
    },
  ])
  expect(await json('audit', 'list', '--tenant', lyon)).toMatchObject([
    done('key.revoke', id),
    done('key.create', id),
    done('tenant.add', lyon),
  ])
  const words = await everythingSaid(database, said)
  expect(words).toContain(id)
  expect(words).not.toContain(secret.toLowerCase())
  expect(words).not.toContain(partsOf(other.key).secret.toLowerCase())
})

/** Returns what the audit records of an operator's change. */
function done(action: string, subject: string) {
  return { tenantId: lyon, actor: 'operator', method: 'operator', action, subject, outcome: 'ok' }
}

function partsOf(key: string) {
  const parts = parseApiKey(key)
  if (parts === null) throw new Error('This is no key.')
  return parts
}

/** Returns the whole audit and all of standard error, in small letters. */
async function everythingSaid(database: TestDatabase, said: readonly string[]): Promise<string> {
  const audit = await database.superuserQuery('SELECT * FROM audit_event')
  expect(audit.length).toBeGreaterThan(3)
  return (JSON.stringify(audit) + said.join('')).toLowerCase()
}

it('disables a connection before its first import, enables it again, and moves a selling account', async () => {
  await using database = await migratedDatabase()
  const { run, json } = await operatorsOf(database)
  expect(await json('connections', 'disable', kiel)).toEqual({ tenantId: kiel, channel: 'amazon', change: 'disabled' })
  expect(await json('connections', 'list', '--tenant', kiel)).toMatchObject([{ status: 'disabled' }])
  expect(await json('connections', 'enable', kiel)).toMatchObject({ change: 'enabled' })
  await database.superuserQuery(`
    INSERT INTO channel_connections (tenant_id, channel, status, selling_account, authorisation_fingerprint, updated_at)
    VALUES ('${lyon}', 'amazon', 'active', 'A1', 'f1', now())`)

  const unasked = await run('connections', 'move', '--from', lyon, '--to', kiel)
  expect(unasked).toEqual({ code: 2, stdout: '', stderr: 'orderport: --yes is needed where nobody can be asked\n' })
  expect(await json('connections', 'move', '--from', lyon, '--to', kiel, '--yes')).toEqual({
    from: lyon,
    to: kiel,
    channel: 'amazon',
    sellingAccount: 'A1',
    region: null,
    marketplace: null,
    change: 'moved',
  })
  expect(await json('connections', 'list')).toMatchObject([
    { tenantId: lyon, status: 'disabled', sellingAccount: null },
    { tenantId: kiel, status: 'pending', sellingAccount: 'A1' },
  ])
  expect(await run('connections', 'move', '--from', lyon, '--to', kiel, '--yes')).toMatchObject({ code: 3, stdout: '' })
})

it('prints tables for people', async () => {
  await using database = await migratedDatabase()
  const { run } = await operatorsOf(database)
  const { code, stdout, stderr } = await run('tenants', 'list')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.replaceAll(/\S+Z$/gm, '<date>')).toBe(
    [
      'TENANT         NAME        MEMBERS  KEYS  CREATED',
      `${lyon}  -           0        0     <date>`,
      `${kiel}     Laden Kiel  0        0     <date>`,
      '',
    ].join('\n'),
  )
  expect(await run('members', 'list')).toEqual({ code: 0, stdout: '', stderr: 'orderport: there are none\n' })
})

it('exits with 3 for what does not exist and 1 for what is refused, with nothing on standard output', async () => {
  await using database = await migratedDatabase()
  const { run, json } = await operatorsOf(database)
  await json('members', 'add', lyon, camille)
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [3, 'There is no tenant nobody', ['members', 'add', 'nobody', camille]],
    [3, 'has no such member', ['members', 'remove', kiel, camille]],
    [3, 'has no such key', ['keys', 'revoke', lyon, 'aaaaaaaaaaaa']],
    [3, 'has no connection to amazon', ['connections', 'enable', lyon]],
    [3, 'There is no tenant nobody', ['tenants', 'remove', 'nobody']],
    [1, 'is not removed while it has members: 1.', ['tenants', 'remove', lyon]],
  ]
  for (const [code, told, args] of cases) {
    const result = await run(...args)
    expect(result).toEqual({ code, stdout: '', stderr: expect.stringMatching(/^orderport: [^\n]+\n$/) })
    expect(result.stderr).toContain(told)
  }
})

it('migrates an empty database, says that the next run has nothing to do, and prints JSON for scripts', async () => {
  await using database = await createEmptyDatabase()
  const migrate = (...args: string[]) => runCliProcess(['migrate', ...args], { DATABASE_ADMIN_URL: database.ownerUrl })
  const first = await migrate()
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout).toMatch(/^(?:Applied \S+\.\n)+/m)
  expect(await migrate()).toEqual({ code: 0, stdout: 'The database is up to date.\n', stderr: '' })
  const { code, stdout, stderr } = await migrate('--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'The database is up to date.\n' })
  expect(JSON.parse(stdout)).toMatchObject({ applied: [], duplicatesMoved: 0 })
  const refused = await migrate('--keep-access', 'nobody')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^orderport: The role nobody[^\n]+\n$/)
})

it('reports a database that is unreachable, not migrated, or opened with the service’s role, in one line', async () => {
  await using database = await migratedDatabase()
  await using empty = await createEmptyDatabase()
  const oneLine = async (url: string, ...args: string[]) => {
    const { code, stdout, stderr } = await runCliProcess(args, { DATABASE_URL: url })
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 })
    return stderr
  }
  const gone = 'postgres://owner:secret-of-owner@127.0.0.1:1/orderport'
  expect(await oneLine(gone, 'tenants', 'list')).toBe(
    'orderport: The database can’t be reached: connect ECONNREFUSED 127.0.0.1:1.\n',
  )
  expect(await oneLine(empty.ownerUrl, 'tenants', 'list')).toContain('run npm run migrate')
  expect(await oneLine(database.runtimeUrl, 'tenants', 'add', lyon)).toContain('set DATABASE_ADMIN_URL')
  expect(await oneLine(database.runtimeUrl, 'tenants', 'list')).toContain('GRANT orderport_studio TO')
  const wrong = new URL(database.ownerUrl)
  wrong.password = 'secret-of-owner'
  expect(await oneLine(wrong.href, 'tenants', 'list')).not.toContain('secret-of-owner')
  const unset = await runCliProcess(['tenants', 'list'], {})
  expect(unset).toEqual({
    code: 1,
    stdout: '',
    stderr: 'orderport: DATABASE_ADMIN_URL: must be set (or DATABASE_URL)\n',
  })
})
