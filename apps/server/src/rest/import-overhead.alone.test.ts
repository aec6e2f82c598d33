import { expect, it } from 'vitest'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { startServiceProcess } from '../../test/harness/start-service-process.ts'

const warmUps = 50
const measured = 100

/** A figure to read, not a limit: machines differ. The service runs in a process of its own, as in production. */
it('prints what a REST import of a new order adds to the marketplace’s own time', async () => {
  await using service = await startOrderport()
  await using separate = await startServiceProcess(service.environment)
  service.amazon.usagePlans.override('getOrder', { rate: 1000, burst: 1000 })
  const seller = service.connect('boutique-lyon')
  const added: number[] = []
  for (let index = 0; index < warmUps + measured; index += 1) {
    const reference = `171-0000000-${String(index).padStart(7, '0')}`
    seller.putOrder(sampleOrder(reference))
    const start = performance.now()
    const response = await fetch(`${separate.address}/api/v1/orders/import-one`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-tenant-id': 'boutique-lyon' },
      body: JSON.stringify({ orderRef: reference }),
    })
    await response.text()
    const took = performance.now() - start
    expect(response.status).toBe(200)
    const upstream = service.amazon.requestLog.requests.at(-1)
    if (index >= warmUps) added.push(took - (upstream?.simulatorTimeMs ?? 0))
  }
  const sorted = added.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1)
  process.stdout.write(
    `a REST import of a new order adds ${at(0.5)} ms to Amazon's time (median of ${measured}; 95th percentile ${at(0.95)} ms)\n`,
  )
  expect(sorted).toHaveLength(measured)
})
