import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeOrder } from './merge-order.ts'
import type { ChannelOrder, Order, OrderFacts } from './order.ts'
import { makeStub } from './stub.ts'
import { arbitraryAnswer } from './testing/arbitrary-answer.ts'
import { aChannelOrder, anOrder } from './testing.ts'
import { tenantIdSchema } from './tenant-id.ts'

const runs = { numRuns: 1000 }
const [early, late] = ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']

/** The values that stand alone: each is stated or not, whatever the others are. */
const loneValues = [
  'status',
  'totalAmount',
  'currency',
  'orderDate',
  'fulfillmentChannel',
  'marketplace',
  'customerName',
  'customerEmail',
  'customerPhone',
  'deliveryStatus',
  'shippedAt',
  'deliveredAt',
  'estimatedDeliveryAt',
  'latestShipDate',
  'sourceUpdatedAt',
] as const satisfies readonly (keyof OrderFacts)[]

const identity = {
  id: 'ord-a-000000',
  tenantId: tenantIdSchema.parse('nouveau-client'),
  channel: 'amazon',
  externalOrderId: '171-4093870-1757126',
  orderDate: null,
  importedAt: '2026-02-05T12:00:00.000Z',
}

function stored(fetched: ChannelOrder, before: Order | null = null): Order {
  const { rawData: _rawData, ...row } = { ...fetched, ...anOrder(), ...mergeOrder(before, fetched).facts }
  return row
}

/** A row after any history: a first import or a stub, then up to three answers. */
const arbitraryStored = fc
  .record({ fromStub: fc.boolean(), answers: fc.array(arbitraryAnswer, { minLength: 1, maxLength: 3 }) })
  .map(({ fromStub, answers }) => {
    const stub = fromStub ? makeStub(identity, { customerName: 'C. Durand' }) : null
    return answers.reduce<Order | null>((before, answer) => stored(answer, before), stub) ?? anOrder()
  })

const arbitraryCurrent = arbitraryAnswer.map((answer) => ({ ...answer, sourceUpdatedAt: late }))

/** Returns the value that the answer states, or null. */
function stated(answer: ChannelOrder, key: (typeof loneValues)[number]): unknown {
  return key === 'status' && answer.status === 'Unknown' ? null : answer[key]
}

function expectStates(facts: OrderFacts, answer: ChannelOrder): void {
  for (const key of loneValues) {
    const value = stated(answer, key)
    if (value !== null) expect([key, facts[key]]).toEqual([key, value])
  }
  if (answer.trackingCode !== null) expect(facts.trackingCode).toBe(answer.trackingCode)
  if (answer.trackingCode !== null && answer.carrier !== null) expect(facts.carrier).toBe(answer.carrier)
  if (answer.trackingCode !== null && answer.trackingUrl !== null) expect(facts.trackingUrl).toBe(answer.trackingUrl)
  const street = answer.shippingAddress?.lines ?? []
  if (street.length > 0) expect(facts.shippingAddress).toMatchObject({ lines: street })
  for (const item of lastOfEachKey(answer)) {
    expect(facts.products).toContainEqual(expect.objectContaining(statedParts(item)))
  }
  if (answer.packages.length > 0) {
    const statuses = answer.packages.map(({ status }) => status)
    for (const { status } of facts.packages) expect(statuses).toContain(status)
  }
}

/** Returns the items of an answer; of two with one key, the last. */
function lastOfEachKey({ products }: ChannelOrder) {
  return products.filter(
    (item, index) =>
      item.orderItemId === null || !products.slice(index + 1).some((next) => next.orderItemId === item.orderItemId),
  )
}

function statedParts(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null))
}

/** Returns the facts with their items in a fixed order, so that two of them can be compared. */
function sorted(facts: OrderFacts): OrderFacts {
  return {
    ...facts,
    products: facts.products.toSorted((one, other) => compare(JSON.stringify(one), JSON.stringify(other))),
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

it('the result has every value that a current answer states', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { facts, outdated } = mergeOrder(before, answer)
      expect(outdated).toBe(false)
      expectStates(facts, answer)
    }),
    runs,
  )
})

it('what an answer leaves out stays as it was', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { facts } = mergeOrder(before, answer)
      for (const key of loneValues)
        if (stated(answer, key) === null) expect([key, facts[key]]).toEqual([key, before[key]])
      if (answer.packages.length === 0) expect(facts.packages).toEqual(before.packages)
      if (answer.products.length === 0) expect(facts.products).toEqual(before.products)
      if (answer.shippingAddress === null) expect(facts.shippingAddress).toEqual(before.shippingAddress)
      if (answer.trackingCode === null && before.trackingCode !== null) {
        const { carrier, trackingCode, trackingUrl } = before
        expect(facts).toMatchObject({ carrier, trackingCode, trackingUrl })
      }
      if (before.customerAddress !== null) expect(facts.customerAddress).not.toBeNull()
    }),
    runs,
  )
})

it('an item with a key is never dropped, and no part of it is erased', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { products } = mergeOrder(before, answer).facts
      const keys = products.flatMap(({ orderItemId }) => orderItemId ?? [])
      expect(new Set(keys).size).toBe(keys.length)
      for (const item of before.products.filter(({ orderItemId }) => orderItemId !== null)) {
        const after = products.find(({ orderItemId }) => orderItemId === item.orderItemId)
        expect(Object.keys(statedParts(after ?? {}))).toEqual(expect.arrayContaining(Object.keys(statedParts(item))))
      }
    }),
    runs,
  )
})

it('carrier, code and link are never mixed from two codes', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { facts } = mergeOrder(before, answer)
      fc.pre(before.trackingCode !== null && before.trackingCode !== facts.trackingCode)
      expect(facts).toMatchObject({ carrier: answer.carrier, trackingUrl: answer.trackingUrl })
    }),
    runs,
  )
})

it('applying an answer twice is applying it once', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryAnswer, (before, answer) => {
      const once = stored(answer, before)
      expect(stored(answer, once)).toEqual(once)
    }),
    runs,
  )
})

it('an older answer changes nothing', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, arbitraryAnswer, (before, current, older) => {
      const known = stored(current, before)
      expect(mergeOrder(known, { ...older, sourceUpdatedAt: early })).toEqual({ facts: known, outdated: true })
    }),
    runs,
  )
})

it('of two answers the newer one’s values win, whichever arrives first', () => {
  fc.assert(
    fc.property(fc.option(arbitraryStored), arbitraryAnswer, arbitraryCurrent, (before, one, newer) => {
      const older = { ...one, sourceUpdatedAt: early }
      expectStates(stored(newer, stored(older, before)), newer)
      const newerFirst = stored(newer, before)
      expectStates(newerFirst, newer)
      expect(stored(older, newerFirst)).toEqual(newerFirst)
    }),
    runs,
  )
})

it('two parts of one answer have the same result in either order', () => {
  const leftOut = fc.subarray([...loneValues, 'shippingAddress', 'products', 'packages', 'tracking'] as const)
  fc.assert(
    fc.property(
      fc.option(arbitraryStored),
      arbitraryCurrent,
      fc.tuple(leftOut, leftOut),
      (before, whole, [gone, also]) => {
        const [one, other] = [without(whole, gone), without(whole, also)]
        expect(sorted(stored(one, stored(other, before)))).toEqual(sorted(stored(other, stored(one, before))))
      },
    ),
    runs,
  )
})

/** Returns the answer as a role with fewer rights gets it: without these values, but with its time. */
function without(answer: ChannelOrder, keys: readonly string[]): ChannelOrder {
  const silent = aChannelOrder({ carrier: null, trackingCode: null, trackingUrl: null, products: [], packages: [] })
  const change: Partial<ChannelOrder> = Object.fromEntries(
    keys.filter((key) => key in answer && key !== 'sourceUpdatedAt').map((key) => [key, null]),
  )
  return {
    ...answer,
    ...change,
    ...(keys.includes('shippingAddress') ? { customerAddress: null } : {}),
    ...(keys.includes('products') ? { products: silent.products } : {}),
    ...(keys.includes('packages') ? { packages: silent.packages } : {}),
    ...(keys.includes('tracking') ? { carrier: null, trackingCode: null, trackingUrl: null } : {}),
  }
}
