import { vi } from 'vitest'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

/** Faults in a row that open a breaker. */
const faultsToOpen = 20
const attemptsOfAnImport = 3
const patience = { timeout: 40_000, interval: 100 }

/**
 * Returns what a process has on /metrics once everything that is measured has happened to it: imports from everywhere,
 * a stale answer, refusals, a seller who must authorise again, others who are connected twice or refused, an open
 * breaker.
 */
export async function scrapeExercisedService(): Promise<string> {
  await using service = await startOrderport(
    { REFRESH_AFTER_MS: '0', UPSTREAM_TIMEOUT_MS: '60000', SWEEP_EVERY_MS: '1000' },
    { random: () => 0 },
  )
  const importOne = (tenantId: string, orderRef = reference) => service.importOne(tenantId, orderRef)

  service.connect(tenant).putOrder({ ...sampleOrder(reference), fulfillment: { fulfillmentStatus: 'UNSHIPPED' } })
  await importOne(tenant)
  await service.get(tenant, '')
  // Before Amazon fails: a breaker holds back sweeps as well.
  await vi.waitFor(async () => {
    const swept = await service.database.superuserQuery('SELECT FROM order_sweeps WHERE swept_through IS NOT NULL')
    if (swept.length === 0) throw new Error('nothing was swept yet')
  }, patience)
  await service.get(tenant, '?tenantId=another')

  service.connect('atelier-berlin')
  service.amazon.revokeRefreshToken('Atzr|SELLER-atelier-berlin')
  await importOne('atelier-berlin')

  service.vault.put('keybuzz/tenants/copied/amazon_spapi', {
    refresh_token: `Atzr|SELLER-${tenant}`,
    seller_id: `SELLER-${tenant}`,
    marketplace_id: 'A13V1IB3VIYZZH',
    region: 'eu-west-1',
  })
  await importOne('copied')

  service.connect('papeterie')
  service.amazon.faults.push({
    operation: 'getOrder',
    fault: { kind: 'forbidden', reason: 'access-denied' },
    times: Infinity,
  })
  await importOne('papeterie')
  service.amazon.faults.clear()

  // Sweeps too: a call that succeeds in between would keep the breaker closed.
  for (const operation of ['getOrder', 'searchOrders'] as const) {
    service.amazon.faults.push({ operation, fault: { kind: 'internal-failure' }, times: Infinity })
  }
  await importOne(tenant)
  for (let faults = 0; faults < faultsToOpen; faults += attemptsOfAnImport) {
    await service.importOne(tenant, reference, { refresh: true })
  }
  // What is counted in the database is kept for a minute: nothing has scraped before.
  return await vi.waitFor(async () => {
    const { text } = await service.call('/metrics')
    if (!text.includes('\norderport_sweep_last_timestamp_seconds{')) throw new Error('nobody has looked at the sweeps')
    return text
  }, patience)
}

/** Returns the metrics that a process has with a read replica only. */
export async function scrapeReplicaMetrics(): Promise<string> {
  const metrics = createMetrics({ version: '0.0.0', commit: null })
  const poolUse = () => ({ size: 10, open: 1, inUse: 0, waiting: 0 })
  metrics.watchDatabase(
    {
      poolUse,
      replica: {
        poolUse,
        status: () => ({ state: 'in_use', reason: null, lagMs: 20 }),
        checkRuntimeRole: () => Promise.resolve([]),
      },
      countConnections: () => Promise.resolve([]),
      singleFlight: { leaseUse: () => ({ held: 0, lost: 0 }) },
    },
    () => new Date(),
  )
  const lines = (await metrics.text()).split('\n')
  return lines.filter((line) => line.includes('orderport_read_replica_')).join('\n')
}
