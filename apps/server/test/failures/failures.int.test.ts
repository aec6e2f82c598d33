import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { amazonRows } from './amazon-rows.ts'
import { databaseRows } from './database-rows.ts'
import { newReference, startFailureFixture, storedReference, type FailureFixture } from './failure-fixture.ts'
import type { Expected, FailureRow } from './failure-row.ts'
import { tokenRows } from './token-rows.ts'
import { byAppRole, revokeTokenInUse, vaultRows } from './vault-rows.ts'

const rows = [...amazonRows, ...tokenRows, ...vaultRows, ...databaseRows]

const restFailure = z.strictObject({ error: z.string().min(1), code: z.string(), requestId: z.string().min(1) })
const trpcFailure = z.object({
  error: z.object({ data: z.object({ httpStatus: z.number(), appCode: z.string(), requestId: z.string() }) }),
})
const imported = z.object({ source: z.string(), externalOrderId: z.string() }).loose()

async function expectRestFailure(answer: Response, [status, code]: Expected): Promise<void> {
  const failure = restFailure.parse(await answer.json())
  expect([answer.status, failure.code]).toEqual([status, code])
  expect(failure.error.includes('introuvable')).toBe(status === 404)
  const mustSayWhen = status === 429 || status === 503
  if (mustSayWhen) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
}

async function expectTrpcFailure(answer: Response, [status, code]: Expected): Promise<void> {
  const { data } = trpcFailure.parse(await answer.json()).error
  expect([answer.status, data.httpStatus, data.appCode]).toEqual([status, status, code])
}

async function sourceOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(200)
  return imported.parse(await answer.json()).source
}

/** Imports the new and the stored order, and returns the source of each. */
async function importBoth(fixture: FailureFixture): Promise<readonly string[]> {
  return [
    await sourceOf(await fixture.importByRest({ orderRef: newReference })),
    await sourceOf(await fixture.importByRest({ orderRef: storedReference, refresh: true })),
  ]
}

const fromAmazon = ['amazon_spapi', 'amazon_spapi']

async function heal(fixture: FailureFixture, row: FailureRow): Promise<void> {
  fixture.amazon.faults.clear()
  fixture.vault.faults.clear()
  await row.heal?.(fixture)
}

/** Slow rows only wait, so they run at once; not beside fast ones, some of which keep this process busy for long. */
const [slow, fast] = [rows.filter(({ isSlow }) => isSlow), rows.filter(({ isSlow }) => !isSlow)]

for (const [name, group] of Object.entries({ fast, slow })) {
  describe(`${rows.length} failures, the ${group.length} ${name} ones`, { concurrent: group === slow }, () => {
    it.for(group)('$name → $expected.0 $expected.1: nothing is stored, changed or remembered', async (row) => {
      await using fixture = await startFailureFixture(row.prepare)
      await row.inject(fixture)
      const before = await fixture.readStored()

      const first = await fixture.importByRest({ orderRef: newReference })
      if (row.retryAfter !== undefined) expect(first.headers.get('retry-after')).toBe(String(row.retryAfter))
      await expectRestFailure(first, row.expected)
      await expectRestFailure(await fixture.importByRest({ orderRef: storedReference, refresh: true }), row.expected)
      await expectTrpcFailure(await fixture.importByTrpc({ orderRef: newReference }), row.expected)
      await expectTrpcFailure(await fixture.importByTrpc({ orderRef: storedReference, refresh: true }), row.expected)
      if (row.ofOneOrder !== true) await expectTrpcFailure(await fixture.previewByTrpc(), row.expected)
      expect(await fixture.readStored()).toBe(before)

      await heal(fixture, row)
      expect(await importBoth(fixture)).toEqual(fromAmazon)
    })
  })
}

it('the matrix has at least 55 failures, each with a name of its own', () => {
  expect(rows.length).toBeGreaterThanOrEqual(55)
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
})

const ofImportsOfMany = [
  ['getOrder: 404', 'done', 'ORDER_NOT_FOUND_FOR_TENANT'],
  ['getOrder: 403 for a missing role', 'done', 'UPSTREAM_FORBIDDEN'],
  ['Login with Amazon: invalid_grant', 'waiting', null],
  ['Login with Amazon: invalid_client', 'waiting', null],
  ['Vault: sealed', 'waiting', null],
] as const

describe.concurrent('an import of many orders', () => {
  it.for(ofImportsOfMany)('$0 → $1: an order fails with its code, or all of them wait', async ([name, state, code]) => {
    const row = rows.find((each) => each.name === name)
    if (row === undefined) throw new Error(`there is no failure “${name}”`)
    await using fixture = await startFailureFixture(row.prepare)
    const before = await fixture.readStored()
    await row.inject(fixture)
    expect(await fixture.importMany([newReference])).toMatchObject({
      state,
      code: code === null ? row.expected[1] : null,
      total: 1,
      stored: 0,
      failures: code === null ? [] : [{ orderRef: newReference, code }],
    })
    expect(await fixture.readStored()).toBe(before)
  })
})

describe.concurrent('an import', () => {
  it('during which the database goes away is a failure: nothing is stored or remembered', async () => {
    await using fixture = await startFailureFixture()
    const { amazon, proxy } = fixture
    const before = await fixture.readStored()
    const calls = amazon.requestLog.count('getOrder')
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const importing = fixture.importByRest({ orderRef: newReference })
    await amazon.requestLog.received('getOrder', calls + 1)
    proxy.refuse()
    proxy.cut()
    amazon.faults.release()
    await expectRestFailure(await importing, [503, 'DATABASE_UNAVAILABLE'])
    expect(await fixture.readStored()).toBe(before)
    await proxy.resume()
    expect(await importBoth(fixture)).toEqual(fromAmazon)
  })

  it('with a missing or deleted secret is a stub for a new order, and the cache for a stored one', async () => {
    await using fixture = await startFailureFixture()
    const { amazon, vault } = fixture
    vault.delete('keybuzz/tenants/boutique-lyon/amazon_spapi')
    const calls = amazon.requestLog.requests.length
    expect(await importBoth(fixture)).toEqual(['stub', 'cache'])
    expect(amazon.requestLog.requests).toHaveLength(calls)
  })

  it.for<[string, (fixture: FailureFixture) => void]>([
    ['a Vault that is a standby', ({ vault }) => vault.setStandby(true)],
    ['a database connection that was cut while idle', ({ proxy }) => proxy.cut()],
    ['one reset by Amazon', ({ amazon }) => amazon.faults.push({ operation: 'getOrder', fault: { kind: 'reset' } })],
    ['one 503 for a token', ({ amazon }) => amazon.faults.push({ operation: 'lwa', fault: { kind: 'unavailable' } })],
  ])('succeeds in spite of %s', async ([_name, inject]) => {
    await using fixture = await startFailureFixture()
    inject(fixture)
    expect(await importBoth(fixture)).toEqual(fromAmazon)
  })

  it('succeeds in spite of an expired Vault token: the service logs in again', async () => {
    await using fixture = await startFailureFixture(byAppRole)
    await revokeTokenInUse(fixture)
    expect(await importBoth(fixture)).toEqual(fromAmazon)
  })
})
