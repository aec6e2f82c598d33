import { expect, it } from 'vitest'
import { connectSeller, type ConnectedSeller } from '../testing/connected-seller.ts'
import { failureOf } from '../testing/expect-failure.ts'
import { sampleOrderId } from '../testing/sample-order.ts'

/** Asks for the order with no time to wait. */
function fetchNow(room: ConnectedSeller) {
  return room.fetchOrder(sampleOrderId, undefined, room.clock.now)
}

const statuses = ({ attempts }: ConnectedSeller) =>
  attempts.filter(({ operation }) => operation === 'getOrder').map(({ status }) => status)

it('stops at the end of the burst, before Amazon has to, and goes on one interval later', async () => {
  await using room = await connectSeller()
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(room)
  expect(await failureOf(fetchNow(room))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(room.amazon.journal.count('getOrder')).toBe(30)
  room.clock.now += 2000
  await fetchNow(room)
  expect(statuses(room)).toEqual(Array.from({ length: 31 }, () => 200))
})

it('asks Amazon no more for an interval after a real 429', async () => {
  await using room = await connectSeller()
  room.amazon.usagePlans.override('getOrder', { rate: 0.5, burst: 1 })
  await fetchNow(room)
  expect(await failureOf(fetchNow(room))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(await failureOf(fetchNow(room))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 2 })
  expect(statuses(room)).toEqual([200, 429])
  room.clock.now += 2000
  await fetchNow(room)
  expect(statuses(room)).toEqual([200, 429, 200])
})

it('goes by the rate that Amazon tells', async () => {
  await using room = await connectSeller()
  room.amazon.usagePlans.override('getOrder', { rate: 0.25, burst: 30 })
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(room)
  expect(await failureOf(fetchNow(room))).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 4 })
  room.clock.now += 3999
  await failureOf(fetchNow(room))
  room.clock.now += 1
  await fetchNow(room)
  expect(statuses(room)).not.toContain(429)
})

it('ends with the deadline while it waits for its token, without a request', async () => {
  await using room = await connectSeller()
  for (let asked = 0; asked < 30; asked += 1) await fetchNow(room)
  const controller = new AbortController()
  const waiting = failureOf(room.fetchOrder(sampleOrderId, controller.signal))
  controller.abort()
  expect(await waiting).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
  expect(room.amazon.journal.count('getOrder')).toBe(30)
})
