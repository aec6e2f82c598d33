import type { FlightKey, ImportFlights } from '@orderport/domain'

/** Single flight within this process: a result, or a failure, is shared by those who waited and then forgotten. */
export function createInProcessFlights(): ImportFlights & { readonly landed: () => Promise<void> } {
  const running = new Map<string, Promise<unknown>>()
  return {
    /** Resolves when every flight that runs now has ended; a caller that hung up does not end its flight. */
    async landed() {
      await Promise.allSettled(running.values())
    },
    async run<T>(key: FlightKey, work: () => Promise<T>): Promise<T> {
      const name = JSON.stringify([key.tenantId, key.channel, key.externalOrderId, key.refresh])
      const current = running.get(name)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key always names work of the same result type
      if (current !== undefined) return current as Promise<T>
      const flight = work().finally(() => running.delete(name))
      running.set(name, flight)
      return flight
    },
  }
}
