import type { ConnectionCount } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import { expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

const build = { version: '1.2.3', commit: 'abc123' }
const active: ConnectionCount = { channel: 'amazon', status: 'active', lastError: null, number: 3 }

function watched(countConnections: () => Promise<readonly ConnectionCount[]>, clock: { ms: number }) {
  const metrics = createMetrics(build)
  const poolUse = () => ({ size: 10, open: 4, inUse: 3, waiting: 2 })
  const singleFlight = { leaseUse: () => ({ held: 1, lost: 5 }) }
  metrics.watchDatabase({ poolUse, replica: null, countConnections, singleFlight }, () => new Date(clock.ms))
  return metrics
}

async function linesOf(metrics: { text(): Promise<string> }, name: string): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter((line) => line.startsWith(name))
}

it('connections are counted once a minute, by state', async () => {
  const clock = { ms: 0 }
  let counted = 0
  const metrics = watched(async () => {
    counted += 1
    return counted === 1 ? [active] : [{ ...active, status: 'reauth_required', lastError: 'UPSTREAM_FORBIDDEN' }]
  }, clock)
  const first = [
    'orderport_connections{channel="amazon",state="pending"} 0',
    'orderport_connections{channel="amazon",state="active"} 3',
    'orderport_connections{channel="amazon",state="reauth_required"} 0',
    'orderport_connections{channel="amazon",state="disabled"} 0',
  ]
  expect(await linesOf(metrics, 'orderport_connections')).toEqual(first)
  clock.ms = 59_999
  expect(await linesOf(metrics, 'orderport_connections')).toEqual(first)
  expect(counted).toBe(1)
  clock.ms = 60_000
  const second = await linesOf(metrics, 'orderport_connections')
  expect(second).toContain('orderport_connections{channel="amazon",state="active"} 0')
  expect(second).toContain('orderport_connections{channel="amazon",state="reauth_required"} 3')
  expect(second).toContain('orderport_connections_failing{channel="amazon",code="UPSTREAM_FORBIDDEN"} 3')
  expect(counted).toBe(2)
})

it('while the database is away a scrape is answered, without connections; they are back with the database', async () => {
  const clock = { ms: 0 }
  let isAway = true
  const metrics = watched(
    () => (isAway ? Promise.reject(new DomainError('DATABASE_UNAVAILABLE')) : Promise.resolve([active])),
    clock,
  )
  expect(await linesOf(metrics, 'orderport_connections')).toEqual([])
  expect(await linesOf(metrics, 'orderport_database_pool_waiting')).toEqual([
    'orderport_database_pool_waiting{pool="primary"} 2',
  ])
  isAway = false
  expect(await linesOf(metrics, 'orderport_connections')).toHaveLength(4)
})

it('leases that were lost are counted once, however often they are scraped', async () => {
  const metrics = watched(async () => [], { ms: 0 })
  for (let scrape = 0; scrape < 2; scrape += 1) {
    expect(await linesOf(metrics, 'orderport_import_leases')).toEqual([
      'orderport_import_leases_held 1',
      'orderport_import_leases_lost_total 5',
    ])
  }
})

it('a failed call and one that was refused are not the same', async () => {
  const metrics = createMetrics(build)
  metrics.observeCall('orders.get')('ok')
  metrics.observeCall('orders.get')('ORDER_NOT_FOUND')
  metrics.observeCall('orders.get')('DATABASE_UNAVAILABLE')
  expect(await linesOf(metrics, 'orderport_procedure_duration_seconds_count')).toEqual(
    ['ok', 'refused', 'failed'].map(
      (outcome) => `orderport_procedure_duration_seconds_count{procedure="orders.get",outcome="${outcome}"} 1`,
    ),
  )
  expect(await linesOf(metrics, 'orderport_procedure_failures_total')).toContain(
    'orderport_procedure_failures_total{procedure="orders.get",code="ORDER_NOT_FOUND"} 1',
  )
})

it('an operation’s first 429 is seen as an increase: its series were there before, at zero', async () => {
  const metrics = createMetrics(build)
  const attempt = { operation: 'getOrder', method: 'GET', pathTemplate: '/', sellerId: 'A1', code: null } as const
  metrics.observeAttempt({ ...attempt, status: 200, failure: null, amazonRequestId: null, durationMs: 20 })
  metrics.observeQuotaTaken({ operation: 'getOrder', waitMs: 0, tokensLeft: 28.5 })
  const text = await metrics.text()
  expect(text).toContain('orderport_upstream_duration_seconds_count{operation="getOrder",status_class="429"} 0')
  expect(text).toContain('orderport_upstream_quota_events_total{operation="getOrder",event="pushed_back"} 0')
  expect(text).not.toContain('A1')
})

it('the build tells version, commit and Node', async () => {
  const node = process.versions.node
  expect(await linesOf(createMetrics(build), 'orderport_build_info')).toEqual([
    `orderport_build_info{version="1.2.3",commit="abc123",node="${node}"} 1`,
  ])
  expect(await linesOf(createMetrics({ ...build, commit: null }), 'orderport_build_info')).toEqual([
    `orderport_build_info{version="1.2.3",commit="unset",node="${node}"} 1`,
  ])
})
