import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './run-truth.ts'
import { stepsOf, truthSchema } from './truth.ts'

describe('a truth that is told wrongly', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage('2026-01-01')
  })
  afterAll(() => stage[Symbol.asyncDispose]())

  const lost = {
    title: 'A lost parcel',
    'Amazon says': {
      '2026-01-01': {
        fulfillment: { fulfillmentStatus: 'SHIPPED' },
        packages: [{ packageStatus: { status: 'UNDELIVERABLE', detailedStatus: 'LOST' } }],
      },
    },
  }
  const notFound = {
    status: 404,
    code: 'ORDER_NOT_FOUND_FOR_TENANT',
    error: 'Commande introuvable sur Amazon pour ce compte.',
  }

  it('is green where it is told rightly', async () => {
    const rightly = {
      ...lost,
      'the import answers': { source: 'amazon_spapi' },
      'the agent reads': { deliveryStatus: 'lost', delivery: { reason: 'Un colis est déclaré perdu.' } },
      'in English': 'A package is reported lost.',
      'found by': ['8R00000000001'],
      'not found by': ['8R00000000002'],
      'opened by': ['#171-4093870-1757126'],
      'listed as late': false,
    }
    expect(await stage.play(truthSchema.parse(rightly))).toEqual([])
  })

  it.each([
    [
      { 'the agent reads': { deliveryStatus: 'in_transit' } },
      'deliveryStatus: expected "in_transit", but it is "lost"',
    ],
    [{ 'by 2026-01-01': { status: 'Pending' } }, 'status: expected "Pending", but it is "Shipped"'],
    [{ 'the agent reads': { deliverystatus: 'lost' } }, 'deliverystatus: there is no value of this name'],
    [
      { 'the agent reads': { packages: [{ carrier: 'UPS' }] } },
      'packages[0].carrier: expected "UPS", but it is "Colissimo"',
    ],
    [{ 'the agent reads': { packages: [] } }, expect.stringMatching(/^packages: expected \[\], but it is /)],
    [{ 'the import answers': { source: 'cache' } }, 'source: expected "cache", but it is "amazon_spapi"'],
    [{ 'in English': 'Lost.' }, 'in English: expected "Lost.", but it is "A package is reported lost."'],
    [{ 'found by': ['8R00000000002'] }, 'not found by "8R00000000002"'],
    [{ 'not found by': ['8R00000000001'] }, 'found by "8R00000000001"'],
    [{ 'opened by': ['171-4093870-1757127'] }, 'not opened by "171-4093870-1757127": 404'],
    [{ 'listed as late': true }, 'not listed as late'],
    [{ 'the import fails': notFound }, 'the import succeeded'],
  ])('%j is red', async (wrongly, line) => {
    expect(await stage.play(truthSchema.parse({ ...lost, ...wrongly }))).toEqual([line])
  })

  it('is red where the import fails, or fails differently', async () => {
    const gateway = [{ operation: 'getOrder', fault: { kind: 'gateway', status: 404 } }]
    const failing = { title: 'A gateway', 'Amazon answers': { '2026-01-01': gateway } }
    const differently = truthSchema.parse({ ...failing, 'the import fails': notFound })
    const lines = await stage.play(differently)
    expect(lines).toContain('the failure: code: expected "ORDER_NOT_FOUND_FOR_TENANT", but it is "UPSTREAM_ERROR"')
    expect(lines).toContain('the failure over tRPC: status: expected 404, but it is 502')
    const succeeding = truthSchema.parse({ ...failing, 'the agent reads': { status: 'Shipped' } })
    await expect(stage.play(succeeding)).rejects.toThrow('no order is stored')
  })
})

describe('a row of the table', () => {
  it.each([
    [{ title: 'A typing error', 'the agent read': { status: 'Shipped' } }],
    [{ title: 'Another', 'the agent reads': { status: 'Shipped' }, 'the agent presses': 'Import' }],
    [{ 'the agent reads': { status: 'Shipped' } }],
  ])('%j with a word that nobody knows, or without a title, is refused', (row) => {
    expect(truthSchema.safeParse(row).success).toBe(false)
  })

  it('in which nothing is read is refused', () => {
    const row = truthSchema.parse({ title: 'Nothing', 'Amazon says': { '2026-01-01': {} } })
    expect(() => stepsOf(row)).toThrow('Nothing: nothing is read')
  })

  it('whose second step says what Amazon does by one version alone is refused', () => {
    const row = truthSchema.parse({
      title: 'Half',
      'Amazon says': { '2026-01-01': {}, v0: {} },
      'the agent reads': { status: 'Unshipped' },
      later: [{ 'Amazon says': { '2026-01-01': {} } }],
    })
    expect(() => stepsOf(row)).toThrow('Half: a step doesn’t say what Amazon does by v0')
  })
})
