import { setTimeout as sleep } from 'node:timers/promises'
import { DomainError, type Fence, type FlightKey, type ImportFlights, type Landing } from '@orderport/domain'
import type { WithTenant } from '../door/door.ts'
import type { FlightEnd } from './flight.ts'
import { createLeases, type Leases } from './lease.ts'

export interface FlightOptions {
  readonly withTenant: WithTenant
  /** Milliseconds after which a flight without a sign of life may be taken over; it gives one every third of them. */
  readonly leaseMs: number
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Told of signs of life and landings that could not be written; the flight goes on. */
  readonly onError: (error: unknown) => void
}

/** The flights of every replica, and of this process in particular. */
export interface SharedFlights extends ImportFlights {
  /** Resolves when every flight that runs here now has ended; a caller that hung up does not end its flight. */
  landed(): Promise<void>
}

interface Trip extends FlightOptions {
  readonly leases: Leases
  readonly key: FlightKey
  readonly deadline: AbortSignal
  readonly fly: (fence: Fence) => Promise<Landing>
}

/**
 * Flights over all replicas: in this process those who ask meanwhile share one promise, and one of them at most holds or
 * watches the lease in the database. Nothing is locked and no connection is held while a flight is on its way.
 */
export function createImportFlights(options: FlightOptions): SharedFlights {
  const leases = createLeases(options.withTenant, options.leaseMs)
  const running = new Map<string, Promise<Landing>>()
  return {
    async landed() {
      await Promise.allSettled(running.values())
    },
    async run(key, deadline, fly) {
      // A refresh does not join a plain import here: that one may find the order stored and ask nobody.
      const name = JSON.stringify([key.tenantId, key.channel, key.externalOrderId, key.refresh])
      const current = running.get(name)
      if (current !== undefined) return current
      const trip = travel({ ...options, leases, key, deadline, fly }).finally(() => running.delete(name))
      running.set(name, trip)
      return trip
    },
  }
}

async function travel(trip: Trip): Promise<Landing> {
  for (;;) {
    const fence = await trip.leases.take(trip.key)
    const landing = fence === null ? await othersLanding(trip) : await ownLanding(trip, fence)
    if (landing !== null) return landing
  }
}

/** Flies. Null when another flight took over meanwhile: then nothing was written, and what came of it is nobody's answer. */
async function ownLanding({ leases, leaseMs, key, fly, onError }: Trip, fence: Fence): Promise<Landing | null> {
  const life = setInterval(() => void leases.renew(key, fence).catch(onError), leaseMs / 3)
  const [flown] = await Promise.allSettled([fly(fence)])
  clearInterval(life)
  const end = flown.status === 'fulfilled' ? flown.value : failureEnd(flown.reason)
  const isOurs = await leases.land(key, fence, end).catch((error: unknown) => {
    onError(error)
    return true
  })
  if (!isOurs) return null
  if (flown.status === 'rejected') throw flown.reason
  return flown.value
}

function failureEnd(reason: unknown): FlightEnd {
  if (!DomainError.is(reason)) return { failure: 'INTERNAL', retryAfterSeconds: null }
  return { failure: reason.code, retryAfterSeconds: reason.retryAfterSeconds ?? null }
}

/**
 * Waits for the flight that holds the lease, or for one that began since: whatever ends from now on is the answer.
 * Null when there is none to share: the pilot died, or found the order stored, which a refresh must not be answered with.
 */
async function othersLanding({ leases, key, deadline, random }: Trip): Promise<Landing | null> {
  for (let looks = 0; ; looks += 1) {
    await pause(lookAgainMs(looks) * (0.5 + random() / 2), deadline)
    const flight = await leases.look(key)
    switch (flight.state) {
      case 'flying':
        continue
      case 'free':
        return null
      case 'ended':
        return sharedEnd(flight.end)
    }
  }
}

function sharedEnd(end: FlightEnd): Landing | null {
  if ('source' in end) return end.source === 'cache' ? null : end
  const { failure, retryAfterSeconds } = end
  throw new DomainError(failure, {
    detail: 'The import of the same order in another process failed.',
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  })
}

/** 25, 50, 100, then every 200 milliseconds. */
function lookAgainMs(looks: number): number {
  return Math.min(25 * 2 ** looks, 200)
}

async function pause(ms: number, deadline: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: deadline })
  } catch (error) {
    throw new DomainError('UPSTREAM_TIMEOUT', { detail: 'Another process is importing the order.', cause: error })
  }
}
