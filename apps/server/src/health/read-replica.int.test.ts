import { replicatedDatabase, type ReplicatedDatabase } from '@orderport/db/testing/streaming-replica'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { startServer } from '../start-server.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { importedFrom } from '../../test/harness/wire.ts'

const resources = new AsyncDisposableStack()
let servers: ReplicatedDatabase
let service: Awaited<ReturnType<typeof startOrderport>>

beforeAll(async () => {
  servers = resources.use(await replicatedDatabase())
  service = resources.use(
    await startOrderport({ DATABASE_URL: servers.database.runtimeUrl, DATABASE_READ_URL: servers.replicaUrl }),
  )
})

afterAll(() => resources.disposeAsync())

async function health(): Promise<unknown> {
  return (await service.call('/health')).body
}

it('an import is read back at once, and health and metrics tell that the replica is in use', async () => {
  const reference = '171-4093870-1757126'
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  await vi.waitFor(async () => expect(await health()).toMatchObject({ readReplica: { state: 'in_use' } }), 30_000)
  expect(importedFrom(await service.importOne('boutique-lyon', reference)).source).toBe('amazon_spapi')
  expect((await service.get('boutique-lyon', `/${reference}`)).status).toBe(200)
  expect((await service.get('boutique-lyon', `?q=${reference}`)).body).toMatchObject({ total: 1 })
  expect((await service.get('boutique-paris', `/${reference}`)).status).toBe(404)
  const { text } = await service.call('/metrics')
  expect(text).toMatch(/^orderport_read_replica_in_use 1$/m)
  expect(text).toMatch(/^orderport_read_replica_lag_seconds [\d.]+$/m)
})

it('a role that must not be used at the replica stops the start with one line', async () => {
  const url = new URL(servers.replicaUrl)
  const { username, password } = new URL(servers.database.superuserUrl)
  Object.assign(url, { username, password })
  const environment = { DATABASE_URL: servers.database.runtimeUrl, DATABASE_READ_URL: url.href, PORT: '0' }
  await expect(startServer(loadConfig({ ...environment, LOG_LEVEL: 'silent' }))).rejects.toMatchObject({
    faults: [expect.stringMatching(/^DATABASE_READ_URL: .* is a superuser/)],
  })
})

it('a service whose replica is away is degraded and ready, and its primary answers', async () => {
  await servers.stopReplica()
  await vi.waitFor(async () => expect(await health()).toMatchObject({ readReplica: { state: 'away' } }), 30_000)
  expect(await health()).toMatchObject({
    status: 'degraded',
    ready: true,
    reasons: ['the read replica is not used: it does not answer; the primary answers in its place'],
  })
  expect((await service.get('boutique-lyon', '?q=171')).body).toMatchObject({ total: 1 })
  expect((await service.call('/metrics')).text).toMatch(/^orderport_read_replica_in_use 0$/m)
  await using started = await startOrderport({
    DATABASE_URL: servers.database.runtimeUrl,
    DATABASE_READ_URL: servers.replicaUrl,
  })
  expect((await started.get('boutique-lyon', '?q=171')).body).toMatchObject({ total: 1 })
})
