import { aChannelOrder } from '@orderport/domain/testing'
import { expect, it } from 'vitest'
import { connectedServices, otherTenant, tenant, type FakeServices } from '../testing/fake-services.ts'
import { createRunJob } from './run-job.ts'
import { scheduleFreshness } from './schedule.ts'

const never = new AbortController().signal
const sweep = { kind: 'sweep', tenantId: tenant, channel: 'amazon' } as const

/** Three orders that changed within the last hour. */
const changed = [0, 1, 2].map((index) =>
  aChannelOrder({ externalOrderId: `171-2222222-000000${index}`, sourceUpdatedAt: `2026-02-08T11:3${index}:00.000Z` }),
)

/** The last sweep was an hour ago. */
function services(): FakeServices {
  const fake = connectedServices()
  fake.sweepsFake.sweep = { sweptThrough: '2026-02-08T11:00:00.000Z', open: null }
  for (const order of changed) fake.marketplace.orders.set(order.externalOrderId, order)
  return fake
}

const saved = ({ sweepsFake: { pages } }: FakeServices) =>
  pages.flatMap(({ orders }) => orders.map(({ fetched }) => fetched.externalOrderId))

it('stores what changed until three minutes ago, page by page', async () => {
  const fake = services()
  await createRunJob(fake)(sweep, never)
  expect(saved(fake)).toEqual(changed.map(({ externalOrderId }) => externalOrderId))
  expect(fake.sweepsFake.sweep).toEqual({ sweptThrough: '2026-02-08T11:57:00.000Z', open: null })
})

it('the first sweep brings what changes from now on', async () => {
  const fake = services()
  fake.sweepsFake.sweep = { sweptThrough: null, open: null }
  await createRunJob(fake)(sweep, never)
  expect(fake.marketplace.listed.map(({ window }) => window)).toEqual([
    { by: 'updated', from: '2026-02-08T11:47:00.000Z', to: '2026-02-08T11:57:00.000Z' },
  ])
  expect(fake.sweepsFake.sweep.sweptThrough).toBe('2026-02-08T11:57:00.000Z')
})

it.each(['UPSTREAM_ERROR', 'CREDENTIALS_UNAVAILABLE'] as const)('goes on later after %s', async (code) => {
  const fake = services()
  fake.marketplace.failures.list.push(code)
  await createRunJob(fake)(sweep, never)
  expect(fake.enqueued).toEqual([{ job: sweep, at: '2026-02-08T12:00:30.000Z' }])
  expect(fake.sweepsFake.sweep.open).toMatchObject({ from: '2026-02-08T10:50:00.000Z', token: null })
})

it('waits for somebody to act when the seller’s authorisation is refused', async () => {
  const fake = services()
  fake.marketplace.failures.connect.push('SELLER_ALREADY_CONNECTED')
  await createRunJob(fake)(sweep, never)
  expect(fake.enqueued).toEqual([])
})

it('looks again at the last ten minutes of the sweep before it', async () => {
  const fake = services()
  fake.sweepsFake.sweep = { sweptThrough: '2026-02-08T11:41:30.000Z', open: null }
  await createRunJob(fake)(sweep, never)
  expect(saved(fake)).toEqual(['171-2222222-0000002'])
})

it('begins anew when its page token died', async () => {
  const fake = services()
  fake.marketplace.deadTokens.add('2')
  await createRunJob(fake)(sweep, never)
  expect(fake.marketplace.listed.map(({ token }) => token)).toEqual([null, '2', null, '2'])
  expect(fake.sweepsFake.sweep.open).toBeNull()
})

it('waits when its page token dies again and again, and longer the more often it does', async () => {
  const fake = services()
  fake.marketplace.alwaysDead.add('2')
  await createRunJob(fake)(sweep, never)
  expect(fake.marketplace.listed).toHaveLength(6)
  expect(fake.sweepsFake.sweep.open).toMatchObject({
    token: null,
    restarts: 3,
    pausedUntil: '2026-02-08T12:00:30.000Z',
  })
  fake.sweepsFake.connections = [{ tenantId: tenant, channel: 'amazon', status: 'active' }]
  await scheduleFreshness(fake)
  expect(fake.enqueued.map(({ job }) => job)).toEqual([{ ...sweep, kind: 'refresh' }])
  await createRunJob(fake)(sweep, never)
  expect(fake.marketplace.listed, 'a job that waited already does nothing').toHaveLength(6)
  const later = { ...fake, now: () => new Date('2026-02-08T12:00:31.000Z') }
  fake.sweepsFake.sweep = {
    sweptThrough: null,
    open: {
      from: '2026-02-08T11:00:00.000Z',
      to: '2026-02-08T11:57:00.000Z',
      token: '2',
      restarts: 9,
      pausedUntil: null,
    },
  }
  await createRunJob(later)(sweep, never)
  expect(fake.sweepsFake.sweep.open).toMatchObject({ restarts: 10, pausedUntil: '2026-02-08T12:15:31.000Z' })
})

it('leaves a job for what the list does not tell whole', async () => {
  const fake = services()
  fake.marketplace.unlisted.add('171-2222222-0000001')
  await createRunJob(fake)(sweep, never)
  const job = { kind: 'order', tenantId: tenant, channel: 'amazon', externalOrderId: '171-2222222-0000001' }
  expect(fake.enqueued).toEqual([{ job, at: undefined }])
})

it('goes on when the quota allows it', async () => {
  const fake = services()
  fake.marketplace.failures.list.push('RATE_LIMITED')
  await createRunJob(fake)(sweep, never)
  expect(fake.enqueued).toEqual([{ job: sweep, at: '2026-02-08T12:00:01.000Z' }])
})

it('a refresh asks for orders that are not final until the quota’s share is used up', async () => {
  const fake = services()
  fake.sweepsFake.stale = changed.map(({ externalOrderId }) => externalOrderId)
  fake.marketplace.failures.fetch.push('UPSTREAM_ERROR')
  const refresh = { ...sweep, kind: 'refresh' } as const
  await createRunJob(fake)(refresh, never)
  expect(fake.marketplace.asked).toEqual(changed.map(({ externalOrderId }) => externalOrderId))
  fake.marketplace.failures.fetch.push('RATE_LIMITED')
  await createRunJob(fake)(refresh, never)
  expect(fake.marketplace.asked).toHaveLength(4)
})

it('an order that cannot be refreshed is not the first of the next turn', async () => {
  const fake = services()
  const references = changed.map(({ externalOrderId }) => externalOrderId)
  const [unknown = ''] = references
  fake.sweepsFake.stale = references
  fake.marketplace.orders.delete(unknown)
  const refresh = { ...sweep, kind: 'refresh' } as const
  await createRunJob(fake)(refresh, never)
  await createRunJob(fake)(refresh, never)
  expect(fake.marketplace.asked).toEqual([...references, ...references.slice(1)])
  expect(fake.sweepsFake.failures).toEqual(new Map([[unknown, 1]]))
  expect(fake.sweepsFake.sought[0]).toEqual({
    checkedBefore: '2026-02-08T11:56:00.000Z',
    now: '2026-02-08T12:00:00.000Z',
  })
})

it('an order that changed is asked for, and again later when that fails', async () => {
  const fake = services()
  const job = { kind: 'order', tenantId: tenant, channel: 'amazon', externalOrderId: '171-2222222-0000001' } as const
  fake.marketplace.failures.fetch.push('UPSTREAM_TIMEOUT')
  await createRunJob(fake)(job, never)
  expect(fake.enqueued).toEqual([{ job, at: '2026-02-08T12:00:10.000Z' }])
  await createRunJob(fake)(job, never)
  expect(fake.stored).toHaveLength(1)
})

it('an order that changed and keeps failing is asked for six times, then left to the refreshes', async () => {
  const fake = { ...services(), random: () => 0.5 }
  const job = { kind: 'order', tenantId: tenant, channel: 'amazon', externalOrderId: '171-2222222-0000001' } as const
  fake.marketplace.failures.fetch.push(...Array.from({ length: 6 }, () => 'UPSTREAM_ERROR' as const))
  for (let turns = 0; turns < 6; turns += 1) await createRunJob(fake)(job, never)
  expect(fake.enqueued).toHaveLength(5)
})

it('schedules active connections alone', async () => {
  const fake = services()
  fake.sweepsFake.connections = [
    { tenantId: tenant, channel: 'amazon', status: 'active' },
    { tenantId: otherTenant, channel: 'amazon', status: 'reauth_required' },
    { tenantId: otherTenant, channel: 'of-tomorrow', status: 'active' },
  ]
  await scheduleFreshness(fake)
  expect(fake.enqueued.map(({ job }) => job)).toEqual([sweep, { ...sweep, kind: 'refresh' }])
})

it('scheduling tells how far the sweeps are behind', async () => {
  const fake = services()
  fake.sweepsFake.connections = [{ tenantId: tenant, channel: 'amazon', status: 'active' }]
  const lagAt = async (sweptThrough: string | null) => {
    fake.sweepsFake.sweep = { sweptThrough, open: null }
    return scheduleFreshness(fake)
  }
  const channel = 'amazon'
  expect(await lagAt(null)).toEqual([{ channel, worstMs: 0, late: 1, lastSweptThrough: null }])
  const minutesAgo = (minutes: number) =>
    new Date(Date.parse('2026-02-08T12:00:00.000Z') - minutes * 60_000).toISOString()
  const inTime = { channel, worstMs: 12 * 60_000, late: 0, lastSweptThrough: minutesAgo(12) }
  expect(await lagAt(minutesAgo(12))).toEqual([inTime])
  expect(await lagAt(minutesAgo(14))).toMatchObject([{ worstMs: 14 * 60_000, late: 1 }])
})
