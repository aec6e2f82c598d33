import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { amazonRows } from './amazon-rows.ts'
import { databaseRows } from './database-rows.ts'
import type { FailureRow } from './failure-row.ts'
import { newReference, setFailureScene, storedReference, type FailureScene } from './failure-scene.ts'
import { tokenRows } from './token-rows.ts'
import { byAppRole, endTokenInUse, vaultRows } from './vault-rows.ts'

const rows = [...amazonRows, ...tokenRows, ...vaultRows, ...databaseRows]
const green = new Set<string>()

afterAll(() => {
  const outcome = green.size === rows.length ? 'all green' : `${green.size} green`
  process.stdout.write(`${rows.length} failure rows, ${outcome}\n`)
})

const restFailure = z.strictObject({ error: z.string().min(1), code: z.string(), requestId: z.string().min(1) })
const trpcFailure = z.object({
  error: z.object({ data: z.object({ httpStatus: z.number(), appCode: z.string(), requestId: z.string() }) }),
})
const imported = z.object({ source: z.string(), externalOrderId: z.string() }).loose()

type Told = Pick<FailureRow, 'status' | 'code'>

async function expectRestFailure(answer: Response, { status, code }: Told): Promise<void> {
  const failure = restFailure.parse(await answer.json())
  expect([answer.status, failure.code]).toEqual([status, code])
  expect(failure.error.includes('introuvable')).toBe(status === 404)
  const always = status === 429 || status === 503
  if (always) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
}

async function expectTrpcFailure(answer: Response, { status, code }: Told): Promise<void> {
  const { data } = trpcFailure.parse(await answer.json()).error
  expect([answer.status, data.httpStatus, data.appCode]).toEqual([status, status, code])
}

async function sourceOf(answer: Response): Promise<string> {
  expect(answer.status).toBe(200)
  return imported.parse(await answer.json()).source
}

/** Where both orders come from when they are imported again. */
async function importBoth(scene: FailureScene): Promise<readonly string[]> {
  return [
    await sourceOf(await scene.importByRest({ orderRef: newReference })),
    await sourceOf(await scene.importByRest({ orderRef: storedReference, refresh: true })),
  ]
}

const fromAmazon = ['amazon_spapi', 'amazon_spapi']

async function heal(scene: FailureScene, row?: FailureRow): Promise<void> {
  scene.parts.amazon.faults.clear()
  scene.parts.vault.faults.clear()
  await row?.heal?.(scene)
}

describe('a failure', () => {
  it.each(rows)('$name → $status $code: nothing stored, nothing changed, nothing remembered', async (row) => {
    await using scene = await setFailureScene(row.prepare)
    await row.strike(scene)
    const before = await scene.everythingStored()

    const first = await scene.importByRest({ orderRef: newReference })
    if (row.retryAfter !== undefined) expect(first.headers.get('retry-after')).toBe(String(row.retryAfter))
    await expectRestFailure(first, row)
    await expectRestFailure(await scene.importByRest({ orderRef: storedReference, refresh: true }), row)
    await expectTrpcFailure(await scene.importByTrpc({ orderRef: newReference }), row)
    await expectTrpcFailure(await scene.importByTrpc({ orderRef: storedReference, refresh: true }), row)
    expect(await scene.everythingStored()).toBe(before)

    await heal(scene, row)
    expect(await importBoth(scene)).toEqual(fromAmazon)
    green.add(row.name)
  })

  it('has a row for each way that is known', () => {
    expect(rows.length).toBeGreaterThanOrEqual(55)
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  })

  it('of Postgres while Amazon is asked stores nothing, and is not remembered', async () => {
    await using scene = await setFailureScene()
    const { amazon } = scene.parts
    const before = await scene.everythingStored()
    const asked = amazon.requestLog.count('getOrder')
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const importing = scene.importByRest({ orderRef: newReference })
    await amazon.requestLog.received('getOrder', asked + 1)
    scene.proxy.refuse()
    scene.proxy.cut()
    amazon.faults.release()
    await expectRestFailure(await importing, { status: 503, code: 'DATABASE_UNAVAILABLE' })
    expect(await scene.everythingStored()).toBe(before)
    await scene.proxy.resume()
    expect(await importBoth(scene)).toEqual(fromAmazon)
  })
})

describe('what is no failure', () => {
  it('a secret that is not there or was deleted: a stub for a new order, the cache for a stored one', async () => {
    await using scene = await setFailureScene()
    scene.parts.vault.delete('keybuzz/tenants/boutique-lyon/amazon_spapi')
    const asked = scene.parts.amazon.requestLog.requests.length
    expect(await importBoth(scene)).toEqual(['stub', 'cache'])
    expect(scene.parts.amazon.requestLog.requests).toHaveLength(asked)
  })

  it.each<[string, (scene: FailureScene) => void]>([
    ['a Vault that is a standby', ({ parts }) => parts.vault.setStandby(true)],
    ['a database connection that was cut while idle', ({ proxy }) => proxy.cut()],
    [
      'one reset by Amazon',
      ({ parts }) => parts.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'reset' } }),
    ],
    [
      'one 503 for a token',
      ({ parts }) => parts.amazon.faults.push({ operation: 'lwa', fault: { kind: 'unavailable' } }),
    ],
  ])('%s', async (_name, strike) => {
    await using scene = await setFailureScene()
    strike(scene)
    expect(await importBoth(scene)).toEqual(fromAmazon)
  })

  it('a Vault token that ended: the service logs in again', async () => {
    await using scene = await setFailureScene(byAppRole)
    await endTokenInUse(scene)
    expect(await importBoth(scene)).toEqual(fromAmazon)
  })
})
