import { DomainError, type Landing } from '@orderport/domain'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../testing/failure-of.ts'
import { flightKey, replicas } from '../testing/replicas.ts'
import { tenantB } from '../testing/sample-order.ts'

const never = new AbortController().signal
const fetched: Landing = { source: 'amazon_spapi' }

/** A flight that the test lets land. */
function aFlight() {
  const { promise: landing, resolve: land, reject: fail } = Promise.withResolvers<Landing>()
  const { promise: onItsWay, resolve: takeOff } = Promise.withResolvers<bigint>()
  const flight = { flown: 0, land, fail, onItsWay, fly }
  function fly(fence: bigint): Promise<Landing> {
    flight.flown += 1
    takeOff(fence)
    return landing
  }
  return flight
}

describe('within one process', () => {
  test('those who ask meanwhile share one flight, and those who ask afterwards fly anew', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const passengers = [1, 2, 3].map(() => f.one.flights.run(flightKey, never, flight.fly))
    await flight.onItsWay
    flight.land(fetched)
    expect(await Promise.all(passengers)).toEqual([fetched, fetched, fetched])
    expect(flight.flown).toBe(1)
    const next = aFlight()
    next.land({ source: 'cache' })
    expect(await f.one.flights.run(flightKey, never, next.fly)).toEqual({ source: 'cache' })
  })

  test.each([{ tenantId: tenantB }, { channel: 'other' }, { externalOrderId: '171-0000000-0000000' }])(
    '%j flies on its own',
    async (other) => {
      await using f = await replicas()
      const flights = [aFlight(), aFlight()] as const
      const running = [
        f.one.flights.run(flightKey, never, flights[0].fly),
        f.one.flights.run({ ...flightKey, ...other }, never, flights[1].fly),
      ]
      await Promise.all(flights.map(({ onItsWay }) => onItsWay))
      for (const { land } of flights) land(fetched)
      expect(await Promise.all(running)).toEqual([fetched, fetched])
    },
  )

  test('landed() waits for what runs, failing flights included', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const failure = failureOf(f.one.flights.run(flightKey, never, flight.fly))
    await flight.onItsWay
    const landed = f.one.flights.landed()
    flight.fail(new Error('crashed'))
    await landed
    expect(await failure).toMatchObject({ message: 'crashed' })
    expect(await f.sql('SELECT failure_code FROM import_flights')).toEqual([{ failure_code: 'INTERNAL' }])
  })
})

describe('over two processes', () => {
  test('who comes while another process flies gets its landing; who comes afterwards flies', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const waiters = aFlight()
    const pilot = f.one.flights.run(flightKey, never, flight.fly)
    await flight.onItsWay
    const waiting = f.other.flights.run({ ...flightKey, refresh: true }, never, waiters.fly)
    await roundTrip(f.other)
    flight.land(fetched)
    expect(await Promise.all([pilot, waiting])).toEqual([fetched, fetched])
    expect(waiters.flown).toBe(0)
    waiters.land({ source: 'cache' })
    expect(await f.other.flights.run(flightKey, never, waiters.fly)).toEqual({ source: 'cache' })
  })

  test('who waits gets the pilot’s failure with its Retry-After; nobody who starts later does', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const pilot = failureOf(f.one.flights.run(flightKey, never, flight.fly))
    await flight.onItsWay
    const waiting = failureOf(f.other.flights.run(flightKey, never, aFlight().fly))
    await roundTrip(f.other)
    flight.fail(new DomainError('RATE_LIMITED', { retryAfterSeconds: 7, detail: 'of the pilot' }))
    expect(await pilot).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7, detail: 'of the pilot' })
    expect(await waiting).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7 })
    const next = aFlight()
    next.land(fetched)
    expect(await f.other.flights.run(flightKey, never, next.fly)).toEqual(fetched)
  })

  test('a landing from the cache is shared with nobody: a refresh that waited for it asks by itself', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const refresh = aFlight()
    const pilot = f.one.flights.run(flightKey, never, flight.fly)
    await flight.onItsWay
    const waiting = f.one.flights.run({ ...flightKey, refresh: true }, never, refresh.fly)
    flight.land({ source: 'cache' })
    expect(await pilot).toEqual({ source: 'cache' })
    await refresh.onItsWay
    refresh.land(fetched)
    expect(await waiting).toEqual(fetched)
  })

  test('a pilot that gave no sign of life is overtaken, and answers with what came afterwards', async () => {
    await using f = await replicas({ flightLeaseMs: 60_000 })
    const paused = aFlight()
    const pilot = f.one.flights.run(flightKey, never, paused.fly)
    const late = await paused.onItsWay
    const overtaking = aFlight()
    const waiting = f.other.flights.run(flightKey, never, overtaking.fly)
    await f.sql(`UPDATE import_flights SET expires_at = clock_timestamp() - interval '1 ms'`)
    expect(await overtaking.onItsWay).toBeGreaterThan(late)
    paused.land({ source: 'stub' })
    // The first while it learns that it was overtaken, the second while it asks who flies now.
    await roundTrip(f.one)
    await roundTrip(f.one)
    overtaking.land(fetched)
    expect(await Promise.all([pilot, waiting])).toEqual([fetched, fetched])
    expect(paused.flown).toBe(1)
  })

  test('a flight on its way lengthens its lease: nobody takes over', async () => {
    await using f = await replicas({ flightLeaseMs: 3000 })
    const flight = aFlight()
    const waiters = aFlight()
    const pilot = f.one.flights.run(flightKey, never, flight.fly)
    await flight.onItsWay
    const first = await expiry(f.sql)
    const waiting = f.other.flights.run(flightKey, never, waiters.fly)
    await expect.poll(async () => (await expiry(f.sql)) - first, { timeout: 10_000 }).toBeGreaterThan(0)
    flight.land(fetched)
    expect(await Promise.all([pilot, waiting])).toEqual([fetched, fetched])
    expect([flight.flown, waiters.flown]).toEqual([1, 0])
  })

  test('who waits beyond its deadline gets UPSTREAM_TIMEOUT; the pilot goes on', async () => {
    await using f = await replicas()
    const flight = aFlight()
    const pilot = f.one.flights.run(flightKey, never, flight.fly)
    await flight.onItsWay
    const deadline = new AbortController()
    const waiting = failureOf(f.other.flights.run(flightKey, deadline.signal, aFlight().fly))
    deadline.abort()
    expect(await waiting).toMatchObject({ code: 'UPSTREAM_TIMEOUT' })
    flight.land(fetched)
    expect(await pilot).toEqual(fetched)
  })

  test('a landing that can’t be written is told, and is still the pilot’s own', async () => {
    const told: unknown[] = []
    await using f = await replicas({ onFlightError: (error) => told.push(error) })
    const flight = aFlight()
    const pilot = f.one.flights.run(flightKey, never, flight.fly)
    await flight.onItsWay
    await f.sql('ALTER TABLE import_flights RENAME TO import_flights_away')
    flight.land(fetched)
    expect(await pilot).toEqual(fetched)
    expect(told).toHaveLength(1)
  })
})

/**
 * Resolves when the replica's one connection has answered what it was asked so far: a waiter that was sent off before
 * has met the lease by then.
 */
async function roundTrip(replica: { status(): Promise<unknown> }): Promise<void> {
  await replica.status()
}

async function expiry(sql: (text: string) => Promise<readonly Record<string, unknown>[]>): Promise<number> {
  const [row] = await sql('SELECT (extract(epoch FROM expires_at) * 1000)::float8 AS at FROM import_flights')
  return Number(row?.['at'])
}
