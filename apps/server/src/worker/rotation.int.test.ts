import {
  newSecretNotification,
  secretExpiryNotification,
  startSimulatedQueue,
  type SimulatedQueue,
} from '@orderport/amazon-simulator'
import { z } from 'zod'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { loadConfig } from '../config/config.ts'
import { startServer } from '../start-server.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const path = 'keybuzz/amazon_spapi/app'
const newSecret = 'the-new-application-secret'
const day = 24 * 60 * 60_000
const expiresAt = new Date(Date.now() + 180 * day).toISOString()
const oldExpiresAt = new Date(Date.now() + 7 * day).toISOString()

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key-of-tests')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-of-tests')
})
afterEach(() => {
  vi.unstubAllEnvs()
})

type Service = Awaited<ReturnType<typeof startOrderport>>

function variablesOf({ queueUrl, endpoint }: SimulatedQueue): Record<string, string> {
  return {
    AMAZON_NOTIFICATIONS_QUEUE_URL: queueUrl,
    AMAZON_NOTIFICATIONS_REGION: 'eu-west-1',
    AMAZON_NOTIFICATIONS_ENDPOINT: endpoint,
  }
}

function announce(queue: SimulatedQueue, { application: { clientId } }: Service, copies = 1): void {
  queue.send(
    newSecretNotification({
      clientId,
      newClientSecret: newSecret,
      newClientSecretExpiryTime: expiresAt,
      oldClientSecretExpiryTime: oldExpiresAt,
    }),
    copies,
  )
}

const answerSchema = z.object({ data: z.object({ data: z.unknown(), metadata: z.object({ version: z.number() }) }) })

/** Returns the newest version of the application's secret, and its number. */
async function storedIn({ vault }: Service): Promise<{ readonly data: unknown; readonly version: unknown }> {
  const answer = await fetch(`${vault.url}/v1/secret/data/${path}`, { headers: { 'x-vault-token': vault.rootToken } })
  const { data } = answerSchema.parse(await answer.json())
  return { data: data.data, version: data.metadata.version }
}

it('a new secret of our application is proven, written once by whichever worker, and used when the old one ends', async () => {
  await using queue = await startSimulatedQueue({ visibilityMs: 10_000 })
  const { log, lines } = recordLog()
  await using service = await startOrderport(variablesOf(queue), { log })
  const { clientId, clientSecret } = service.application
  const other = await startServer(loadConfig(service.environment), { log })
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => other.stop())
  service.amazon.rotateClientSecret(clientId, newSecret, Date.now() + day)
  announce(queue, service, 6)
  await queue.deleted(6)
  const rotated = {
    client_id: clientId,
    client_secret: newSecret,
    expires_at: expiresAt,
    previous_client_secret: clientSecret,
    previous_until: oldExpiresAt,
  }
  expect(await storedIn(service)).toEqual({ data: rotated, version: 2 })
  service.amazon.rotateClientSecret(clientId, newSecret, Date.now())
  service.connect(tenant).putOrder(sampleOrder(reference))
  expect((await service.importOne(tenant, reference)).status).toBe(200)
  const metrics = (await service.call('/metrics')).text
  expect(metrics).toMatch(/^orderport_application_secret_days_left 1(79\.\d+|80)$/m)
  for (const secret of [newSecret, clientSecret]) {
    expect(JSON.stringify(lines)).not.toContain(secret)
    expect(metrics).not.toContain(secret)
  }
})

it('without the right to write, a warning says what to do, and the message stays', async () => {
  await using queue = await startSimulatedQueue()
  const recorded = recordLog()
  await using upstream = await startOrderport({ ROLE: 'api' })
  upstream.vault.definePolicy('reader', [{ path: 'secret/data/keybuzz/*', capabilities: ['read'] }])
  const token = upstream.vault.createToken({ policies: ['reader'], ttl: 3600 })
  const variables = { ...upstream.environment, ...variablesOf(queue), ROLE: 'all', VAULT_TOKEN: token }
  await using cleanup = new AsyncDisposableStack()
  const server = await startServer(loadConfig(variables), { log: recorded.log })
  cleanup.defer(() => server.stop())
  upstream.amazon.rotateClientSecret(upstream.application.clientId, newSecret, Date.now() + day)
  announce(queue, upstream)
  const line = await recorded.written({ rotation: 'denied' })
  expect(line['msg']).toContain('give the service’s policy update')
  expect(queue.counts.deleted).toBe(0)
  expect(await storedIn(upstream)).toMatchObject({ version: 1 })
})

it('a secret that Amazon does not accept is not written', async () => {
  await using queue = await startSimulatedQueue()
  const recorded = recordLog()
  await using service = await startOrderport(variablesOf(queue), { log: recorded.log })
  announce(queue, service)
  await recorded.written({ rotation: 'refused' })
  expect(queue.counts.deleted).toBe(0)
  expect(await storedIn(service)).toMatchObject({ version: 1 })
})

it('that the secret ends soon is a warning, and a metric of every process', async () => {
  await using queue = await startSimulatedQueue()
  const recorded = recordLog()
  await using service = await startOrderport(variablesOf(queue), { log: recorded.log })
  const { clientId } = service.application
  queue.send(secretExpiryNotification({ clientId, clientSecretExpiryTime: oldExpiresAt }))
  await queue.deleted(1)
  await recorded.written({ expiresAt: oldExpiresAt })
  expect((await service.call('/metrics')).text).toMatch(/^orderport_application_secret_days_left (6\.9\d*|7)$/m)
})
