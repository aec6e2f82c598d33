import { startTcpProxy } from '@orderport/embedded-postgres'
import type { AuditEvent } from '@orderport/domain'
import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA, tenantB } from '../testing/sample-order.ts'

function event(requestId: string): AuditEvent {
  return { actor: 'peer', method: 'peer', action: 'orders.get', subject: null, outcome: 'ok', requestId }
}

const numbers = Array.from({ length: 40 }, (_, index) => index)

it('simultaneous events of two tenants are recorded under their own tenant, in few transactions', async () => {
  await using testDatabase = await migratedDatabase()
  await using database = createDatabase({ url: testDatabase.runtimeUrl })
  await Promise.all(numbers.map((n) => database.audit.record(n % 2 === 0 ? tenantA : tenantB, event(`${n}`))))
  const rows = await testDatabase.superuserQuery(
    'SELECT tenant_id, request_id, xmin::text AS transaction FROM audit_event ORDER BY request_id::int',
  )
  expect(rows.map((row) => [row['request_id'], row['tenant_id']])).toEqual(
    numbers.map((n) => [`${n}`, n % 2 === 0 ? tenantA : tenantB]),
  )
  expect(new Set(rows.map((row) => row['transaction'])).size).toBeLessThan(5)
})

it('an event that can’t be stored fails its own call, and no other tenant’s', async () => {
  await using testDatabase = await migratedDatabase()
  await using database = createDatabase({ url: testDatabase.runtimeUrl })
  const ended = await Promise.allSettled([
    database.audit.record(tenantA, event('1')),
    database.audit.record(tenantB, event('2')),
    database.audit.record(tenantA, event('with a NUL: \0')),
    database.audit.record(tenantB, event('3')),
  ])
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(await testDatabase.superuserQuery('SELECT request_id FROM audit_event ORDER BY request_id')).toEqual([
    { request_id: '1' },
    { request_id: '2' },
    { request_id: '3' },
  ])
})

it('no call is told of success while the database doesn’t answer, and later ones are recorded again', async () => {
  await using testDatabase = await migratedDatabase()
  await using proxy = await startTcpProxy({ targetPort: Number(new URL(testDatabase.runtimeUrl).port) })
  const url = new URL(testDatabase.runtimeUrl)
  url.port = String(proxy.port)
  await using database = createDatabase({ url: url.href, statementTimeoutMs: 200, connectTimeoutMs: 500 })
  await database.audit.record(tenantA, event('before'))
  proxy.freeze()
  const ended = await Promise.allSettled(numbers.map((n) => database.audit.record(tenantA, event(`${n}`))))
  for (const outcome of ended) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNAVAILABLE' } })
  }
  await proxy.resume()
  await database.audit.record(tenantA, event('after'))
})

it('closing waits for events that are being recorded', async () => {
  await using testDatabase = await migratedDatabase()
  const database = createDatabase({ url: testDatabase.runtimeUrl })
  const recorded = Promise.all(numbers.map((n) => database.audit.record(tenantA, event(`${n}`))))
  await database.close()
  await recorded
  expect(await testDatabase.superuserQuery('SELECT FROM audit_event')).toHaveLength(numbers.length)
})
