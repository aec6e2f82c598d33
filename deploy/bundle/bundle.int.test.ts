import { migratedDatabase } from '@orderport/db/testing'
import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { sampleOrder } from '@orderport/server/testing/sample-order'
import { startUpstream } from '@orderport/server/testing/start-upstream'
import { existsSync, readFileSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { runProgram, startService } from '../testing/run-program.ts'
import { buildBundle, type Bundle } from './build-bundle.ts'

// Each step is a process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const headers = { 'content-type': 'application/json', 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }

const cleanup = new AsyncDisposableStack()
let folder = ''
let packages: Bundle['packages'] = []

// A copy, so that nothing depends on where the bundle was built.
beforeAll(async () => {
  const { path } = cleanup.use(await temporaryFolder())
  packages = (await buildBundle(join(path, 'built'))).packages
  folder = join(path, 'copied')
  await cp(join(path, 'built'), folder, { recursive: true })
})

afterAll(() => cleanup.disposeAsync())

const command = (database: TestDatabase, ...args: string[]) =>
  runProgram({
    file: join(folder, 'cli.js'),
    args,
    cwd: folder,
    variables: { DATABASE_ADMIN_URL: database.ownerUrl },
  })

it('has nothing around it that it could import', () => {
  for (let parent = folder; parent !== dirname(parent); parent = dirname(parent)) {
    expect(existsSync(join(parent, 'node_modules'))).toBe(false)
  }
})

it('migrates an empty database, serves, imports an order through Vault and Amazon, and ends on SIGTERM', async () => {
  await using database = await createEmptyDatabase()
  await using upstream = await startUpstream()
  expect(await command(database, 'migrate')).toMatchObject({ code: 0, stderr: '' })
  await database.superuserQuery(`GRANT orderport_app TO "${new URL(database.runtimeUrl).username}"`)
  upstream.connect(tenant).putOrder(sampleOrder(reference))
  const variables = { DATABASE_URL: database.runtimeUrl, PORT: '0', ...upstream.environment }
  await using service = await startService({ file: join(folder, 'serve.js'), cwd: folder, variables })
  process.stdout.write(`the bundle was ready after ${service.startMs} ms\n`)

  expect((await fetch(`${service.address}/readyz`)).status).toBe(200)
  const answer = await fetch(`${service.address}/api/v1/orders/import-one`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ orderRef: reference }),
  })
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({
    status: 200,
    body: { externalOrderId: reference, source: 'amazon_spapi' },
  })
  expect(await service.stop()).toBe(0)
})

it('serves the documents and their page', async () => {
  await using database = await migratedDatabase()
  const variables = { DATABASE_URL: database.runtimeUrl, PORT: '0' }
  await using service = await startService({ file: join(folder, 'serve.js'), cwd: folder, variables })
  const document = async (path: string) => await (await fetch(`${service.address}${path}`)).text()
  for (const name of ['rest.json', 'trpc.json']) {
    expect(await document(`/docs/${name}`)).toBe(readFileSync(join(folder, 'openapi', name), 'utf8'))
  }
  expect(await document('/docs')).toContain('/docs/scalar.js')
  expect((await document('/docs/scalar.js')).length).toBeGreaterThan(1_000_000)
})

it('runs the operators’ commands', async () => {
  await using database = await createEmptyDatabase()
  expect(await command(database, 'migrate', '--json')).toMatchObject({ code: 0 })
  expect(await command(database, 'tenants', 'add', tenant)).toMatchObject({ code: 0 })
  expect(await command(database, 'keys', 'create', tenant, '--name', 'CRM', '--scopes', 'orders:read')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^opk_boutique-lyon\./),
  })
  const listed = await command(database, 'tenants', 'list', '--json')
  expect(JSON.parse(listed.stdout)).toMatchObject([{ id: tenant }])
  expect(await command(database, 'tenants', 'add', 'no spaces')).toMatchObject({ code: 2, stdout: '' })
})

it('says what is wrong with its configuration, and does not start', async () => {
  const run = await runProgram({ file: join(folder, 'serve.js'), cwd: folder })
  expect(run).toMatchObject({ code: 1, stdout: '' })
  expect(run.stderr).toContain('orderport: DATABASE_URL: ')
})

it('starts with the flags of V8 that hold its memory down', () => {
  const flags = readFileSync(join(import.meta.dirname, '../../apps/server/node-flags.json'), 'utf8')
  const [firstLine] = readFileSync(join(folder, 'serve.js'), 'utf8').split('\n')
  expect(firstLine).toBe(`#!/usr/bin/env -S node ${JSON.parse(flags).join(' ')}`)
})

it('has every migration, a source map of each file that holds code of ours, and no path of this machine', async () => {
  const migrations = join(import.meta.dirname, '../../prisma/migrations')
  expect(await readdir(join(folder, 'migrations'))).toEqual(await readdir(migrations))
  const code = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  expect(code.length).toBeGreaterThan(2)
  const root = join(import.meta.dirname, '../..')
  for (const name of code) {
    const text = await readFile(join(folder, name), 'utf8')
    expect(text).not.toContain(root)
    if (/^\/\/ (?:apps|packages)\//m.test(text)) expect(text).toContain(`sourceMappingURL=${name}.map`)
  }
})

it('lists the packages that it contains: their licences in full, and a bill of materials', async () => {
  const sbom: unknown = JSON.parse(await readFile(join(folder, 'sbom.cdx.json'), 'utf8'))
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', components: expect.anything() })
  const text = JSON.stringify(sbom)
  const notices = await readFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8')
  expect(packages.length).toBeGreaterThan(50)
  for (const { name, version, license } of packages) {
    expect(notices).toContain(`${name} ${version}: ${license}\n`)
    expect(text).toContain(`"pkg:npm/${name.replace('@', '%40')}@${version}"`)
  }
})
