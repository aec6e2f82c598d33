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

/** The values that stand alone: each is said or not, whatever the others are. */
const loneValues = [
  'status',
  'sellerOrderNumber',
  'orderDate',
  'fulfillmentChannel',
  'marketplace',
  'customerName',
  'customerEmail',
  'customerPhone',
  'saidDeliveryStatus',
  'shippedAt',
  'deliveredAt',
  'deliverFrom',
  'estimatedDeliveryAt',
  'latestShipDate',
  'buyerRequestedCancellation',
  'buyerCancellationReason',
  'replaces',
  'isGift',
  'giftMessage',
  'isPrime',
  'isBusiness',
  'pickupPoint',
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

/** A row as any history leaves it: a first import or a stub, then any number of answers. */
const arbitraryStored = fc
  .record({ fromStub: fc.boolean(), answers: fc.array(arbitraryAnswer, { minLength: 1, maxLength: 3 }) })
  .map(({ fromStub, answers }) => {
    const stub = fromStub ? makeStub(identity, { customerName: 'C. Durand' }) : null
    return answers.reduce<Order | null>((before, answer) => stored(answer, before), stub) ?? anOrder()
  })

const arbitraryCurrent = arbitraryAnswer.map((answer) => ({ ...answer, sourceUpdatedAt: late }))

/** What of a value the answer says: null where it says nothing. */
function said(answer: ChannelOrder, key: (typeof loneValues)[number]): unknown {
  return key === 'status' && answer.status === 'Unknown' ? null : answer[key]
}

function expectSays(facts: OrderFacts, answer: ChannelOrder): void {
  for (const key of loneValues) {
    const value = said(answer, key)
    if (value !== null) expect([key, facts[key]]).toEqual([key, value])
  }
  if (answer.totalAmount !== null) expect(facts.totalAmount).toBe(answer.totalAmount)
  if (answer.totalAmount !== null && answer.currency !== null) expect(facts.currency).toBe(answer.currency)
  if (answer.trackingCode !== null) expect(facts.trackingCode).toBe(answer.trackingCode)
  if (answer.trackingCode !== null && answer.carrier !== null) expect(facts.carrier).toBe(answer.carrier)
  if (answer.trackingCode !== null && answer.trackingUrl !== null) expect(facts.trackingUrl).toBe(answer.trackingUrl)
  const street = answer.shippingAddress?.lines ?? []
  if (street.length > 0) expect(facts.shippingAddress).toMatchObject({ lines: street })
  for (const item of lastOfEachKey(answer)) expect(facts.products).toContainEqual(expect.objectContaining(spoken(item)))
  const packageStatuses = answer.packages.map(({ status }) => status)
  if (packageStatuses.length > 0 && !packageStatuses.includes(null)) {
    for (const shipped of facts.packages) expect(packageStatuses).toContain(shipped.status)
  }
}

/** The items of an answer, of two with one key the last. */
function lastOfEachKey({ products }: ChannelOrder) {
  return products.filter(
    (item, index) =>
      item.orderItemId === null || !products.slice(index + 1).some((next) => next.orderItemId === item.orderItemId),
  )
}

function spoken(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null))
}

/** The same facts with their items in one order, for those who compare two. */
function sorted(facts: Order): object {
  // A package that an answer calls undelivered and another of the same time delivered was never late for sure.
  const { notDeliveredAt: _notDeliveredAt, ...others } = facts
  return {
    ...others,
    products: facts.products.toSorted((one, other) => compare(JSON.stringify(one), JSON.stringify(other))),
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

it('every value that a current answer says is in the result', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { facts, outdated } = mergeOrder(before, answer)
      expect(outdated).toBe(false)
      expectSays(facts, answer)
    }),
    runs,
  )
})

it('what an answer leaves out stays as it is known', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { facts } = mergeOrder(before, answer)
      for (const key of loneValues)
        if (said(answer, key) === null) expect([key, facts[key]]).toEqual([key, before[key]])
      if (answer.totalAmount === null) expect(facts.totalAmount).toBe(before.totalAmount)
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

it('no item with a key is ever dropped, nor any part of it erased', () => {
  fc.assert(
    fc.property(arbitraryStored, arbitraryCurrent, (before, answer) => {
      const { products } = mergeOrder(before, answer).facts
      const keys = products.flatMap(({ orderItemId }) => orderItemId ?? [])
      expect(new Set(keys).size).toBe(keys.length)
      for (const item of before.products.filter(({ orderItemId }) => orderItemId !== null)) {
        const after = products.find(({ orderItemId }) => orderItemId === item.orderItemId)
        // In another currency the known amounts are another value, which the answer has replaced.
        const { price, lineTotal, ...lone } = item
        const said = answer.products.filter(({ orderItemId }) => orderItemId === item.orderItemId)
        const isSameCurrency = said.every(({ currency }) => currency === null || currency === item.currency)
        const kept = isSameCurrency ? { ...lone, price, lineTotal } : lone
        expect(Object.keys(spoken(after ?? {}))).toEqual(expect.arrayContaining(Object.keys(spoken(kept))))
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
      expectSays(stored(newer, stored(older, before)), newer)
      const newerFirst = stored(newer, before)
      expectSays(newerFirst, newer)
      expect(stored(older, newerFirst)).toEqual(newerFirst)
    }),
    runs,
  )
})

it('two parts of one answer have the same result in either order', () => {
  const leftOut = fc.subarray([...loneValues, 'total', 'shippingAddress', 'products', 'packages', 'tracking'] as const)
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

/** The answer as a poorer role would have got it: these values left out, the time kept. */
function without(answer: ChannelOrder, keys: readonly string[]): ChannelOrder {
  const silent = aChannelOrder({ carrier: null, trackingCode: null, trackingUrl: null, products: [], packages: [] })
  const change: Partial<ChannelOrder> = Object.fromEntries(
    keys.filter((key) => key in answer && key !== 'sourceUpdatedAt').map((key) => [key, null]),
  )
  return {
    ...answer,
    ...change,
    ...(keys.includes('total') ? { totalAmount: null, currency: null, charges: null } : {}),
    ...(keys.includes('shippingAddress') ? { customerAddress: null } : {}),
    ...(keys.includes('products') ? { products: silent.products } : {}),
    ...(keys.includes('packages') ? { packages: silent.packages } : {}),
    ...(keys.includes('tracking') ? { carrier: null, trackingCode: null, trackingUrl: null } : {}),
  }
}
