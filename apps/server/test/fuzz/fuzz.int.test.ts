import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { setAccessScene, type AccessScene } from '../access/access-scene.ts'
import { tenantA, tenantB } from '../access/two-tenants.ts'
import { answerFaults } from './answer-faults.ts'
import { anyRequest } from './any-request.ts'
import type { FuzzRequest } from './fuzz-request.ts'
import { heldBytes, processState, type ProcessState } from './process-state.ts'
import { exchange, rawBytes } from './raw-bytes.ts'
import { fuzzSettings } from './settings.ts'
import { sendRaw, type Header } from '../harness/raw-request.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { importedFrom } from '../harness/wire.ts'

const { seed, numRuns } = fuzzSettings
/** Heap that thousands of requests may leave held: caches that fill once, and what the tests remember themselves. */
const heldBound = 32 * 1024 * 1024

let scene: AccessScene
let atFirst: ProcessState
let heldAtFirst: number
const statuses = new Map<number, number>()

beforeAll(async () => {
  scene = await setAccessScene()
  // Else orders that are asked for over and over wait for the quota.
  scene.service.amazon.usagePlans.override('getOrder', { rate: 10_000, burst: 10_000 })
  atFirst = await processState(scene)
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_RUNS=${numRuns}\n`)
})

afterAll(() => scene[Symbol.asyncDispose]())

function secretsIn(bytes: string): string[] {
  return tenantB.secrets.filter((secret) => bytes.includes(secret)).map((secret) => `tells ${secret}`)
}

/** Sends the request as somebody who may act for tenant A; gives what is wrong with the answer. */
async function faultsOf(request: FuzzRequest): Promise<readonly string[]> {
  const who: Record<FuzzRequest['listener'], readonly Header[]> = {
    internal: [
      ['x-user-email', tenantA.member],
      ['x-tenant-id', tenantA.tenantId],
    ],
    public: [['x-api-key', scene.credentials.keys.good]],
  }
  const headers = [...who[request.listener], ...request.headers]
  const answer = await sendRaw(scene.addresses[request.listener], request.path, { ...request, headers })
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  return [...answerFaults(answer), ...secretsIn(JSON.stringify(answer))]
}

/** Several at once: connections are kept, and what one leaves behind meets the next. */
const simultaneous = fc.array(anyRequest, { minLength: 1, maxLength: 8, size: 'max' })

const answersWell = fc.asyncProperty(simultaneous, async (requests) => {
  const answered = await Promise.all(requests.map(async (request) => ({ request, faults: await faultsOf(request) })))
  const wrong = answered.filter(({ faults }) => faults.length > 0)
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
})

it('whatever is asked, the answer is documented, carries its request id and tells nothing of another tenant', async () => {
  await fc.assert(answersWell, { seed: seed + 1, numRuns: Math.ceil(numRuns / 5) })
  heldAtFirst = heldBytes()
  await fc.assert(answersWell, { seed, numRuns })
  const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  const counts = [...statuses].toSorted().map(([status, count]) => `${status}: ${count}`)
  process.stdout.write(`${sent} requests answered: ${counts.join(', ')}\n`)
  // Both what is good and what is bad was among them.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 207, 400, 404, 413, 415]))
  expect(statuses.get(200)).toBeGreaterThan(sent / 50)
}, 300_000)

it('whatever bytes come, HTTP or not, whole or not, they are answered with less than 500 or the line is closed', async () => {
  const property = fc.asyncProperty(fc.array(rawBytes, { minLength: 1, maxLength: 8, size: 'max' }), async (many) => {
    const answers = await Promise.all(many.map((bytes) => exchange(scene.addresses.internal, bytes)))
    for (const answer of answers.filter((text) => text !== '')) {
      expect(answer).toMatch(/^HTTP\/1\.1 (?:[234]\d\d|100 Continue)/)
      expect(answer).not.toMatch(/\r\nHTTP\/1\.1 5/)
      expect(answer).toMatch(/^x-request-id: \S/im)
      expect(secretsIn(answer)).toEqual([])
    }
  })
  await fc.assert(property, { seed, numRuns: Math.ceil(numRuns / 5) })
}, 300_000)

it('afterwards nothing was stored, the process is as it was, and an import works', async () => {
  const { connections } = atFirst
  await expect
    .poll(() => processState(scene), { timeout: 15_000 })
    .toMatchObject({ running: 0, connections, busySessions: 0 })
  expect((await processState(scene)).sessions).toBeLessThanOrEqual(10)
  expect(await scene.everythingStored()).toBe(scene.storedAtFirst)
  const held = heldBytes() - heldAtFirst
  process.stdout.write(`held after it all: ${(held / 1024 / 1024).toFixed(1)} MiB more\n`)
  expect(held).toBeLessThan(heldBound)

  const { service } = scene
  await service.addMember('tenant-after', 'agent@example.org')
  service.connect('tenant-after').putOrder(sampleOrder('171-0000000-0000001'))
  expect(importedFrom(await service.importOne('tenant-after', '171-0000000-0000001')).source).toBe('amazon_spapi')
})
