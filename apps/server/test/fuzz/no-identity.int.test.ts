import fc from 'fast-check'
import { expect, it } from 'vitest'
import { startAccessFixture } from '../access/access-fixture.ts'
import { stranger, type Credentials } from '../access/credentials.ts'
import { tenantA, tenantB } from '../access/two-tenants.ts'
import { sendRaw, type Header } from '../harness/raw-request.ts'
import { answerFaults } from './answer-faults.ts'
import { anyRequest } from './any-request.ts'
import type { FuzzRequest } from './fuzz-request.ts'
import { fuzzSettings } from './settings.ts'
import { wildText } from './wild-values.ts'

/** Headers that claim an identity without proving it; on the internal listener, one that is no member. */
function unprovenIdentity({ tokens, keys }: Credentials, { listener }: FuzzRequest): fc.Arbitrary<readonly Header[]> {
  const members = listener === 'public' ? [tenantA.member, tenantB.member] : []
  const invalid = [
    tokens.expired,
    tokens.forged,
    tokens.unsigned,
    tokens.otherAudience,
    keys.revoked,
    keys.expired,
    keys.movedToB,
  ]
  const junk = wildText.map((text) => text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 2000))
  const header = fc.oneof(
    headerWith('x-user-email', [stranger, 'a@b', '*', ...members], junk),
    headerWith(
      'x-tenant-id',
      [tenantA.tenantId, tenantB.tenantId, '*', `${tenantA.tenantId},${tenantB.tenantId}`],
      junk,
    ),
    headerWith(
      'authorization',
      [...invalid.map((credential) => `Bearer ${credential}`), 'Basic YTpi', 'Bearer', 'Bearer null'],
      junk,
    ),
    headerWith('x-api-key', [...invalid, 'opk_', `opk_${tenantA.tenantId}..`], junk),
    headerWith('x-forwarded-for', ['127.0.0.1'], junk),
    headerWith('x-peer-secret', ['secret'], junk),
    headerWith('cookie', [`session=${tokens.expired}`, 'tenant=tenant-a'], junk),
    headerWith('x-forwarded-user', [tenantA.member], junk),
  )
  return fc.array(header, { maxLength: 5 })
}

function headerWith(name: string, likely: readonly string[], junk: fc.Arbitrary<string>): fc.Arbitrary<Header> {
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...likely) }, junk).map((value) => [name, value] as const)
}

it(
  'without valid credentials, no listener, path or header shows an order',
  { timeout: 300_000 },
  async ({ annotate }) => {
    await using fixture = await startAccessFixture()
    const request = anyRequest.chain((base) =>
      unprovenIdentity(fixture.credentials, base).map((headers) =>
        Object.assign({}, base, { headers: headers.concat(base.headers) }),
      ),
    )
    const canaries = [...tenantA.canaries, ...tenantB.canaries, '"externalOrderId"']
    let sent = 0
    const property = fc.asyncProperty(
      fc.array(request, { minLength: 1, maxLength: 8, size: 'max' }),
      async (requests) => {
        const answers = await Promise.all(
          requests.map((each) => sendRaw(fixture.addresses[each.listener], each.path, each)),
        )
        sent += answers.length
        for (const answer of answers) {
          expect(answerFaults(answer)).toEqual([])
          expect(canaries.filter((canary) => JSON.stringify(answer).includes(canary))).toEqual([])
        }
      },
    )
    await fc.assert(property, { seed: fuzzSettings.seed, numRuns: Math.ceil(fuzzSettings.numRuns / 3) })
    await annotate(`${sent} requests`)
    expect(await fixture.readStoredRows()).toBe(fixture.initialRows)
    expect(fixture.service.amazon.requestLog.requests.filter(({ operation }) => operation === 'getOrder')).toHaveLength(
      2,
    )
  },
)
