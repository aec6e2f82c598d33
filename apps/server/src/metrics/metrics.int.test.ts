import { expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const headers = { 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }

type Service = Awaited<ReturnType<typeof startOrderport>>

async function samples(service: Service, name: string): Promise<Readonly<Record<string, number>>> {
  const { text } = await service.call('/metrics')
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return Object.fromEntries(
    lines
      .map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))] as const)
      .filter(([, value]) => value > 0),
  )
}

it('each procedure has its own series: over REST, over tRPC, and each call of a batch', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(reference))
  await service.importOne(tenant, reference)
  await service.get(tenant, `/${reference}`)
  const batch = encodeURIComponent(JSON.stringify({ 0: {}, 1: { orderId: 'ord-none' }, 2: { orderId: reference } }))
  await service.call(`/trpc/orders.list,orders.get,orders.get?batch=1&input=${batch}`, { headers })
  // tRPC's own handler answers what asks for a stream.
  const streamed = await fetch(`${service.address}/trpc/orders.list,orders.get,orders.get?batch=1&input=${batch}`, {
    headers: { ...headers, 'trpc-accept': 'application/jsonl' },
  })
  await streamed.text()
  expect(await samples(service, 'orderport_procedure_duration_seconds_count')).toEqual({
    '{procedure="orders.import",outcome="ok"}': 1,
    '{procedure="orders.get",outcome="ok"}': 3,
    '{procedure="orders.get",outcome="refused"}': 2,
    '{procedure="orders.list",outcome="ok"}': 2,
  })
  expect(await samples(service, 'orderport_procedure_failures_total')).toEqual({
    '{procedure="orders.get",code="ORDER_NOT_FOUND"}': 2,
  })
})

it('imports are counted by source and by code', async () => {
  await using service = await startOrderport()
  service.connect(tenant).putOrder(sampleOrder(reference))
  await service.importOne(tenant, reference)
  await service.importOne(tenant, reference)
  await service.importOne(tenant, '171-4093870-1757127')
  await service.importOne('no-credentials', reference)
  expect(await samples(service, 'orderport_imports_total')).toEqual({
    '{channel="amazon",outcome="amazon_spapi"}': 1,
    '{channel="amazon",outcome="cache"}': 1,
    '{channel="amazon",outcome="ORDER_NOT_FOUND_FOR_TENANT"}': 1,
    '{channel="amazon",outcome="stub"}': 1,
  })
})

it('a sealed Vault is told, and leaves the process ready', async () => {
  await using service = await startOrderport()
  service.vault.seal()
  expect(await samples(service, 'orderport_vault')).toEqual({ '{state="sealed"}': 1 })
  expect(await samples(service, 'orderport_ready')).toEqual({ '': 1 })
})

it('the age of what agents open is measured: what was read or answered from what is stored, not what was just asked for', async () => {
  await using service = await startOrderport({ ROLE: 'api' })
  service.connect(tenant).putOrder({ ...sampleOrder(reference), fulfillment: { fulfillmentStatus: 'UNSHIPPED' } })
  await service.importOne(tenant, reference)
  expect(await samples(service, 'orderport_order_age_seconds_count')).toEqual({})
  await service.importOne(tenant, reference)
  await service.get(tenant, `/${reference}`)
  await service.get(tenant, '')
  await service.database.superuserQuery(`UPDATE orders SET status = 'Canceled', checked_at = now() - interval '4 days'`)
  await service.get(tenant, `/${reference}`)
  expect(await samples(service, 'orderport_order_age_seconds_count')).toEqual({
    '{channel="amazon",state="under_way"}': 2,
    '{channel="amazon",state="final"}': 1,
  })
  const { text } = await service.call('/metrics')
  expect(text).toContain('orderport_order_age_seconds_bucket{le="86400",channel="amazon",state="final"} 0')
})
