import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAccessFixture, type AccessFixture } from '../access/access-fixture.ts'
import { tenantA, tenantB } from '../access/two-tenants.ts'
import { sendRaw, type Header } from '../harness/raw-request.ts'
import { sampleOrder } from '../harness/sample-order.ts'
import { importedFrom } from '../harness/wire.ts'
import { answerFaults } from './answer-faults.ts'
import { anyRequest } from './any-request.ts'
import type { FuzzRequest } from './fuzz-request.ts'
import { heldBytes, processState, type ProcessState } from './process-state.ts'
import { exchange, rawBytes } from './raw-bytes.ts'
import { fuzzSettings } from './settings.ts'

const { seed, numRuns } = fuzzSettings

/** Heap that may still be held after thousands of requests: caches that fill once, and what the tests remember. */
const heldLimit = 32 * 1024 * 1024

let fixture: AccessFixture
let initialState: ProcessState
let initiallyHeld: number

beforeAll(async () => {
  fixture = await startAccessFixture()
  initialState = await processState(fixture)
})

afterAll(() => fixture[Symbol.asyncDispose]())

function leaksIn(bytes: string): string[] {
  return tenantB.canaries.filter((canary) => bytes.includes(canary)).map((canary) => `leaks ${canary}`)
}

/** Sends the request as a caller that may act for tenant A. */
function sendAsTenantA(request: FuzzRequest) {
  const identities: Record<FuzzRequest['listener'], readonly Header[]> = {
    internal: [
      ['x-user-email', tenantA.member],
      ['x-tenant-id', tenantA.tenantId],
    ],
    public: [['x-api-key', fixture.credentials.keys.good]],
  }
  const headers = [...identities[request.listener], ...request.headers]
  return sendRaw(fixture.addresses[request.listener], request.path, { ...request, headers })
}

/** Several at once, on connections that are kept open: whatever one request leaves behind meets the next. */
const simultaneous = fc.array(anyRequest, { minLength: 1, maxLength: 8, size: 'max' })

describe(`FUZZ_SEED=${seed} FUZZ_RUNS=${numRuns}`, { timeout: 300_000 }, () => {
  it('every answer is documented, carries its request id and shows nothing of another tenant', async ({ annotate }) => {
    const statuses = new Map<number, number>()
    const property = fc.asyncProperty(simultaneous, async (requests) => {
      const check = async (request: FuzzRequest) => {
        const answer = await sendAsTenantA(request)
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        return { request, faults: [...answerFaults(answer), ...leaksIn(JSON.stringify(answer))] }
      }
      const wrong = (await Promise.all(requests.map(check))).filter(({ faults }) => faults.length > 0)
      if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
    })
    await fc.assert(property, { seed: seed + 1, numRuns: Math.ceil(numRuns / 5) })
    initiallyHeld = heldBytes()
    await fc.assert(property, { seed, numRuns })
    const sent = [...statuses.values()].reduce((sum, count) => sum + count, 0)
    const counts = [...statuses].toSorted().map(([status, count]) => `${status}: ${count}`)
    await annotate(`${sent} requests answered: ${counts.join(', ')}`)
    // Good requests and bad ones were among them.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 207, 400, 404, 413, 415]))
    expect(statuses.get(200)).toBeGreaterThan(sent / 50)
  })

  it('any bytes, HTTP or not, complete or cut off, are answered below 500, or the connection is closed', async () => {
    const property = fc.asyncProperty(fc.array(rawBytes, { minLength: 1, maxLength: 8, size: 'max' }), async (many) => {
      const answers = await Promise.all(many.map((bytes) => exchange(fixture.addresses.internal, bytes)))
      for (const answer of answers.filter((text) => text !== '')) {
        expect(answer).toMatch(/^HTTP\/1\.1 (?:[234]\d\d|100 Continue)/)
        expect(answer).not.toMatch(/\r\nHTTP\/1\.1 5/)
        expect(answer).toMatch(/^x-request-id: \S/im)
        expect(leaksIn(answer)).toEqual([])
      }
    })
    await fc.assert(property, { seed, numRuns: Math.ceil(numRuns / 5) })
  })

  it('leaves nothing stored but imports, nothing open, running or held in memory, and an import works afterwards', async ({
    annotate,
  }) => {
    const inUse = async () => {
      const { running, connections, busySessions } = await processState(fixture)
      // A connection that fetch kept open at the beginning may be closed by now.
      return { running, busySessions, connections: Math.max(0, connections - initialState.connections) }
    }
    await expect.poll(inUse, { timeout: 15_000 }).toEqual({ running: 0, busySessions: 0, connections: 0 })
    expect((await processState(fixture)).sessions).toBeLessThanOrEqual(10)
    const started = await fixture.deleteStartedImports()
    await annotate(`${started} imports were started`)
    expect(started).toBeGreaterThan(10)
    expect(await fixture.readStoredRows()).toBe(fixture.initialRows)
    const held = heldBytes() - initiallyHeld
    await annotate(`${(held / 1024 / 1024).toFixed(1)} MiB more are held`)
    expect(held).toBeLessThan(heldLimit)

    const { service } = fixture
    await service.addMember('tenant-after', 'agent@example.org')
    service.connect('tenant-after').putOrder(sampleOrder('171-0000000-0000001'))
    expect(importedFrom(await service.importOne('tenant-after', '171-0000000-0000001')).source).toBe('amazon_spapi')
  })
})
