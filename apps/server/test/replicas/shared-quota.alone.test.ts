import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { startServiceProcess } from '../harness/start-service-process.ts'

const seconds = 30
const processes = 4
const agentsPerProcess = 4
/** Amazon's bucket of getOrder: 30 at once, then one every two seconds. */
const allowed = 30 + 0.5 * seconds

interface Agent {
  readonly address: string
  readonly orderRef: string
}

/** Imports one order again and again until `end`, whatever the answer; returns the statuses. */
async function importUntil(end: number, { address, orderRef }: Agent): Promise<readonly number[]> {
  const statuses: number[] = []
  while (Date.now() < end) {
    const response = await fetch(`${address}/api/v1/orders/import-one`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant-id': 'boutique-lyon' },
      body: JSON.stringify({ orderRef, refresh: true }),
    })
    await response.arrayBuffer()
    statuses.push(response.status)
    if (response.status === 429) {
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
      await sleep(100)
    }
  }
  return statuses
}

it(
  'four processes for one seller use at least 95 % of Amazon’s quota, and Amazon refuses no call',
  { timeout: 90_000 },
  async ({ annotate }) => {
    await using service = await startOrderport()
    await using cleanup = new AsyncDisposableStack()
    const started = await Promise.all(
      Array.from({ length: processes }, async () => cleanup.use(await startServiceProcess(service.environment))),
    )
    const seller = service.connect('boutique-lyon')
    const agents = started.flatMap(({ address }, process) =>
      Array.from({ length: agentsPerProcess }, (_, agent) => {
        const orderRef = `171-000000${process}-000000${agent}`
        seller.putOrder(sampleOrder(orderRef))
        return { address, orderRef }
      }),
    )
    const end = Date.now() + seconds * 1000
    const statuses = (await Promise.all(agents.map((agent) => importUntil(end, agent)))).flat()

    const calls = service.amazon.requestLog.requests.filter(({ operation }) => operation === 'getOrder')
    const first = calls[0]?.time ?? 0
    const used = calls.filter(({ time, status }) => status === 200 && time <= first + seconds * 1000).length
    const throttled = calls.filter(({ status }) => status === 429).length
    const refused = statuses.filter((status) => status === 429).length
    await annotate(
      `In ${seconds} s Amazon answered ${used} of the ${allowed} calls that it allows and refused ${throttled}; ` +
        `${refused} of ${statuses.length} imports were refused with a Retry-After.`,
    )
    expect(throttled).toBe(0)
    expect(used).toBeGreaterThanOrEqual(0.95 * allowed)
    expect(used).toBeLessThanOrEqual(allowed)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
  },
)
