import fc from 'fast-check'
import { expect, it } from 'vitest'
import { setAccessScene } from '../access/access-scene.ts'
import { stranger, type Credentials } from '../access/credentials.ts'
import { tenantA, tenantB } from '../access/two-tenants.ts'
import { answerFaults } from './answer-faults.ts'
import { anyRequest } from './any-request.ts'
import type { FuzzRequest } from './fuzz-request.ts'
import { fuzzSettings } from './settings.ts'
import { wildText } from './wild-values.ts'
import { sendRaw, type Header } from '../harness/raw-request.ts'

/** Headers that claim to be somebody and prove nothing; on the internal listener, that somebody is no member. */
function claims({ tokens, keys }: Credentials, { listener }: FuzzRequest): fc.Arbitrary<readonly Header[]> {
  const members = listener === 'public' ? [tenantA.member, tenantB.member] : []
  const bad = [
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
    named('x-user-email', [stranger, 'a@b', '*', ...members], junk),
    named('x-tenant-id', [tenantA.tenantId, tenantB.tenantId, '*', `${tenantA.tenantId},${tenantB.tenantId}`], junk),
    named('authorization', [...bad.map((each) => `Bearer ${each}`), 'Basic YTpi', 'Bearer', 'Bearer null'], junk),
    named('x-api-key', [...bad, 'opk_', `opk_${tenantA.tenantId}..`], junk),
    named('x-forwarded-for', ['127.0.0.1'], junk),
    named('x-peer-secret', ['secret'], junk),
    named('cookie', [`session=${tokens.expired}`, 'tenant=tenant-a'], junk),
    named('x-forwarded-user', [tenantA.member], junk),
  )
  return fc.array(header, { maxLength: 5 })
}

function named(name: string, known: readonly string[], junk: fc.Arbitrary<string>): fc.Arbitrary<Header> {
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, junk).map((value) => [name, value] as const)
}

it('who proves nothing is told no order, whatever the listener, the path and the headers', async () => {
  await using scene = await setAccessScene()
  const request = anyRequest.chain((asked) =>
    claims(scene.credentials, asked).map((headers) =>
      Object.assign({}, asked, { headers: headers.concat(asked.headers) }),
    ),
  )
  const secrets = [...tenantA.secrets, ...tenantB.secrets, '"externalOrderId"']
  let sent = 0
  const property = fc.asyncProperty(
    fc.array(request, { minLength: 1, maxLength: 8, size: 'max' }),
    async (requests) => {
      const answers = await Promise.all(
        requests.map((each) => sendRaw(scene.addresses[each.listener], each.path, each)),
      )
      sent += answers.length
      for (const answer of answers) {
        expect(answerFaults(answer)).toEqual([])
        expect(secrets.filter((secret) => JSON.stringify(answer).includes(secret))).toEqual([])
      }
    },
  )
  await fc.assert(property, { seed: fuzzSettings.seed, numRuns: Math.ceil(fuzzSettings.numRuns / 3) })
  expect(await scene.everythingStored()).toBe(scene.storedAtFirst)
  expect(scene.service.amazon.requestLog.requests.filter(({ operation }) => operation === 'getOrder')).toHaveLength(2)
  process.stdout.write(`${sent} requests without a valid identity: no order\n`)
}, 300_000)
