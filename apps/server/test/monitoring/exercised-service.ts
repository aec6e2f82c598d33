import { createMetrics } from '../../src/metrics/metrics.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

/** Faults in a row that open a breaker. */
const faultsToOpen = 20
const attemptsOfAnImport = 3

/**
 * Returns what a process has on /metrics once everything that is measured has happened to it: imports from everywhere,
 * a stale answer, refusals, a seller who must authorise again, others who are connected twice or refused, an open
 * breaker.
 */
export async function scrapeExercisedService(): Promise<string> {
  await using service = await startOrderport(
    { REFRESH_AFTER_MS: '0', UPSTREAM_TIMEOUT_MS: '60000' },
    { random: () => 0 },
  )
  const importOne = (tenantId: string, orderRef = reference) => service.importOne(tenantId, orderRef)

  service.connect(tenant).putOrder({ ...sampleOrder(reference), fulfillment: { fulfillmentStatus: 'UNSHIPPED' } })
  await importOne(tenant)
  await service.get(tenant, '')
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

  service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'internal-failure' }, times: Infinity })
  await importOne(tenant)
  for (let faults = 0; faults < faultsToOpen; faults += attemptsOfAnImport) {
    await service.importOne(tenant, reference, { refresh: true })
  }
  return (await service.call('/metrics')).text
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
