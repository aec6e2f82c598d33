import { expect, it } from 'vitest'
import { openShop, referencePath, type Shop } from '../testing/open-shop.ts'

function script(shop: Shop, method: string, body?: unknown): Promise<Response> {
  return fetch(`${shop.simulator.url}/simulator/faults`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
}

it('faults are scripted over HTTP, one or several, and dropped again', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  const status = async () => (await shop.call(referencePath, token)).status
  expect((await script(shop, 'POST', { operation: 'getOrder', fault: { kind: 'gateway', status: 404 } })).status).toBe(
    200,
  )
  const added = await script(shop, 'POST', [
    { operation: 'getOrder', fault: { kind: 'order-unknown', status: 400 } },
    { operation: 'getOrder', fault: { kind: 'unavailable' }, times: 2 },
  ])
  expect(await added.text()).toBe('Faults added: 2\n')
  expect([await status(), await status(), await status()]).toEqual([404, 400, 503])
  expect((await script(shop, 'DELETE')).status).toBe(200)
  expect(await status()).toBe(200)
})

it('dropping the faults lets hanging requests continue', async () => {
  await using shop = await openShop()
  const token = await shop.token()
  await script(shop, 'POST', { operation: 'getOrder', fault: { kind: 'hang' } })
  const hanging = shop.call(referencePath, token)
  await shop.simulator.requestLog.received('getOrder')
  await script(shop, 'DELETE')
  expect((await hanging).status).toBe(200)
})

it('scripting is no request to Amazon: it isn’t logged, and meets no fault', async () => {
  await using shop = await openShop()
  shop.simulator.faults.push({ operation: 'unknown', fault: { kind: 'unavailable' } })
  expect((await script(shop, 'GET')).status).toBe(405)
  expect((await script(shop, 'DELETE')).status).toBe(200)
  expect(shop.simulator.requestLog.requests).toEqual([])
})

it.each([
  ['no JSON', '{'],
  ['no object', '7'],
  ['no operation', { fault: { kind: 'hang' } }],
  ['an unknown operation', { operation: 'getOrders', fault: { kind: 'hang' } }],
  ['an unknown fault', { operation: 'getOrder', fault: { kind: 'storm' } }],
  ['a member of objects', { operation: 'getOrder', fault: { kind: 'toString' } }],
  ['a member that it doesn’t have', { operation: 'getOrder', fault: { kind: 'hang', ms: 1 } }],
  ['a member of another type', { operation: 'getOrder', fault: { kind: 'delay', ms: 'long' } }],
  ['a status that HTTP doesn’t have', { operation: 'getOrder', fault: { kind: 'gateway', status: 99 } }],
  ['an unknown part', { operation: 'getOrder', fault: { kind: 'part-refused', part: 'ALL' } }],
  ['one wrong fault of two', [{ operation: 'getOrder', fault: { kind: 'hang' } }, {}]],
])('%s is refused', async (_, body) => {
  await using shop = await openShop()
  const refused = await script(shop, 'POST', body)
  expect(refused.status).toBe(400)
  expect(await refused.text()).toContain('Expected a fault')
  expect((await shop.call(referencePath, await shop.token())).status).toBe(200)
})
