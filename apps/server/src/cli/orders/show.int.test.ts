import { expect, it } from 'vitest'
import { runCliHere } from '../../../test/harness/run-cli-here.ts'
import { sampleOrder } from '../../../test/harness/sample-order.ts'
import { startOrderport } from '../../../test/harness/start-orderport.ts'
import { importedFrom } from '../../../test/harness/wire.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

it('an order is shown to people and to scripts, and the audit finds who imported, read and showed it', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(reference))
  const { orderId } = importedFrom(await service.importOne(tenant, reference))
  await service.get(tenant, `/${orderId}`)
  const run = (...args: string[]) => runCliHere(args, { DATABASE_ADMIN_URL: service.database.ownerUrl })

  const shown = await run('orders', 'show', ` #${reference}. `, '--tenant', tenant)
  expect(shown).toMatchObject({ code: 0, stderr: '' })
  expect(shown.stdout).toContain(`order        ${reference} (${orderId})\ntenant       ${tenant}\n`)
  expect(shown.stdout).toContain('\ntotal        29.99 EUR\n')
  const { stdout } = await run('orders', 'show', orderId, '--tenant', tenant, '--json')
  expect(JSON.parse(stdout)).toMatchObject({ tenantId: tenant, id: orderId, totalAmount: 29.99 })
  expect(await run('orders', 'show', orderId, '--tenant', 'laden-kiel')).toEqual({
    code: 3,
    stdout: '',
    stderr: 'orderport: laden-kiel has no such order.\n',
  })

  const actions = async (...args: string[]) => {
    const listed = await run('audit', 'list', ...args, '--json')
    return [...listed.stdout.matchAll(/"action": "([^"]+)"/g)].map(([, action]) => action)
  }
  const everything = ['order.show', 'order.show', 'orders.get', 'orders.import']
  expect(await actions('--tenant', tenant, '--subject', reference)).toEqual(everything)
  expect(await actions('--all-tenants', '--subject', `n° ${orderId}`)).toEqual(everything)
  expect(await actions('--all-tenants', '--actor', 'operator')).toEqual(['order.show', 'order.show'])
  expect(await actions('--all-tenants', '--actor', 'Agent@Example.org')).toEqual(['orders.get', 'orders.import'])
  expect(await actions('--all-tenants', '--action', 'orders.get', '--since', '1h')).toEqual(['orders.get'])
  expect(await actions('--all-tenants', '--until', '1h')).toEqual([])
  const table = await run('audit', 'list', '--all-tenants', '--request-id', 'run-here')
  expect(table.stdout).toMatch(/^TENANT +AT +ACTOR[^\n]*\nboutique-lyon /)
})
