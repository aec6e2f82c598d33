import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { childEnvironment } from '../../../test/harness/child-environment.ts'
import { runCliHere } from '../../../test/harness/run-cli-here.ts'
import { sampleOrder } from '../../../test/harness/sample-order.ts'
import { startOrderport } from '../../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const one = '171-4093870-1757126'
const two = '402-1234567-7654321'
const unknown = '171-0000000-0000000'
const dayMs = 86_400_000

const listed = z.array(z.looseObject({ tenantId: z.string(), id: z.string(), state: z.string() }))

/** Starts the service with a tenant whose seller has two orders, and returns how to run commands. */
async function startConnected(variables: Record<string, string> = {}) {
  const service = await startOrderport(variables)
  const seller = service.connect(tenant)
  for (const reference of [one, two]) seller.putOrder(sampleOrder(reference))
  const environment = { ...service.environment, DATABASE_ADMIN_URL: service.database.ownerUrl }
  const run = (args: readonly string[], input = '') => runCliHere(args, environment, input)
  await run(['tenants', 'add', tenant])
  return { ...service, seller, environment, run, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() }
}

it('imports what a text mentions, says what failed and how to try again, and lists it', async () => {
  await using fixture = await startConnected()
  const { run } = fixture
  const text = `Bonjour,\n> où sont ${one}, ${two} et ${unknown} ?`
  const imported = await run(['import', '-', '--tenant', tenant], text)
  expect(imported).toMatchObject({ code: 1, stdout: '' })
  expect(imported.stderr).toMatch(/^orderport: imp-\S+ imports 3 orders of boutique-lyon$/m)
  expect(imported.stderr).toMatch(/is done: 2 orders imported, 1 order failed; to try again: npm run orderport -- /)
  const json = listed.parse(JSON.parse((await run(['imports', '--json'])).stdout))
  expect(json).toMatchObject([{ tenantId: tenant, state: 'done', requestedBy: 'operator' }])
  const id = json[0]?.id ?? ''
  fixture.seller.putOrder(sampleOrder(unknown))
  expect((await run(['imports', 'retry', id])).stderr).toContain(`${id} goes on; watch it: npm run orderport`)
  expect(await run(['imports', 'watch', id])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('3 orders imported'),
  })
  expect((await run(['imports', 'cancel', id, '--tenant', tenant])).stderr).toContain('had ended before (done)')
  expect((await run(['imports', 'list', '--tenant', tenant])).stdout).toMatch(/references +done +3 +0 +3 /)
  const audit = await run(['audit', 'list', '--tenant', tenant, '--actor', 'operator', '--json'])
  const actions = z.array(z.object({ action: z.string() })).parse(JSON.parse(audit.stdout))
  const seen = actions.map(({ action }) => action)
  expect(seen).toEqual(expect.arrayContaining(['imports.start', 'imports.retryFailed', 'imports.cancel']))
})

it('a backfill says first what it will take, and starts only when somebody says yes', async () => {
  await using fixture = await startConnected()
  const { run, seller, amazon } = fixture
  amazon.usagePlans.scale(99)
  seller.seedOrders({ count: 120, from: Date.now() - 20 * dayMs, until: Date.now() - dayMs })
  const asked = await run(['backfill', '--tenant', tenant, '--since', '30d'])
  expect(asked.stderr).toMatch(/^orderport: about \d+ orders, \d calls?, done by \d\d:\d\d$/m)
  expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes is needed') })
  expect((await run(['imports', '--tenant', tenant])).stderr).toBe('orderport: there are none\n')
  const since = new Date(Date.now() - 30 * dayMs).toISOString()
  const until = new Date(Date.now() - 3 * dayMs).toISOString()
  const done = await run(['backfill', '--tenant', tenant, '--since', since, '--until', until, '--yes', '--json'])
  expect(done.code).toBe(0)
  expect(JSON.parse(done.stdout)).toMatchObject({
    tenantId: tenant,
    import: { state: 'done', failed: 0, since, until },
  })
})

it('what can’t be imported is refused with the right exit code', async () => {
  await using fixture = await startConnected({ ROLE: 'api' })
  const { run, environment } = fixture
  expect(await run(['import', '#1001', '--tenant', tenant])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ORDER_REF_INVALID'),
  })
  expect(await run(['imports', 'watch', 'imp-none-000000'])).toMatchObject({ code: 3 })
  expect(await run(['imports', 'watch', 'imp-none-000000', '--tenant', tenant])).toMatchObject({ code: 3 })
  expect(await run(['backfill', '--tenant', tenant, '--since', 'soon'])).toMatchObject({ code: 2 })
  expect(await runCliHere(['imports'], { ...environment, DATABASE_URL: '' })).toMatchObject({
    code: 1,
    stderr: 'orderport: DATABASE_URL: must be set\n',
  })
})

it('says when no worker takes an import, and Ctrl-C leaves it waiting', { timeout: 90_000 }, async () => {
  await using fixture = await startConnected({ ROLE: 'api' })
  const program = join(import.meta.dirname, '../../cli.ts')
  const child = spawn(process.execPath, [program, 'import', one, '--tenant', tenant], {
    env: childEnvironment(fixture.environment),
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  const exited = once(child, 'exit')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line)
    if (line.includes('No worker has begun')) child.kill('SIGINT')
  }
  await exited
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null })
  expect(lines.join('\n')).toMatch(
    /ROLE=worker.*\n.*The import goes on\. To watch it again: npm run orderport -- imports watch imp-/,
  )
  const states = await fixture.run(['imports', 'list', '--json'])
  expect(JSON.parse(states.stdout)).toMatchObject([{ state: 'queued' }])
})
