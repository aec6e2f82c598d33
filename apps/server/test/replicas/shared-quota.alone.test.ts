import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { startServiceProcess } from '../harness/start-service-process.ts'

const seconds = 30
const processes = 4
const agentsPerProcess = 4
/** Amazon's bucket of getOrder: 30 at once, then one in two seconds. */
const allowed = 30 + 0.5 * seconds

interface Agent {
  readonly address: string
  readonly orderRef: string
}

/** Imports one order again and again until `end`, whatever the answer; gives the statuses. */
async function hammer({ address, orderRef }: Agent, end: number): Promise<readonly number[]> {
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

it('four processes that hammer one selling account use what Amazon allows, and Amazon refuses nothing', async () => {
  await using service = await startOrderport()
  await using stack = new AsyncDisposableStack()
  const started = await Promise.all(
    Array.from({ length: processes }, async () => stack.use(await startServiceProcess(service.environment))),
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
  const statuses = (await Promise.all(agents.map((agent) => hammer(agent, end)))).flat()

  const calls = service.amazon.requestLog.requests.filter(({ operation }) => operation === 'getOrder')
  const first = calls[0]?.time ?? 0
  const used = calls.filter(({ time, status }) => status === 200 && time <= first + seconds * 1000).length
  const throttled = calls.filter(({ status }) => status === 429).length
  const share = ((100 * used) / allowed).toFixed(0)
  const refused = statuses.filter((status) => status === 429).length
  process.stdout.write(
    `four processes, one selling account, ${seconds} s: Amazon refused ${throttled} calls and answered ${used} of the ` +
      `${allowed} it allows (${share} %); ${refused} of ${statuses.length} imports were told to come back later\n`,
  )
  expect(throttled).toBe(0)
  expect(used).toBeGreaterThanOrEqual(0.95 * allowed)
  expect(used).toBeLessThanOrEqual(allowed)
  expect(new Set(statuses)).toEqual(new Set([200, 429]))
}, 90_000)
