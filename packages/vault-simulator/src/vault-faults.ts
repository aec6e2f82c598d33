/** Ways to misbehave. `hang` and `delay` answer as usual afterwards: once released, or after the milliseconds. */
export type VaultFault =
  | { readonly kind: 'hang' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'truncated' }

export interface VaultFaultOrder {
  readonly fault: VaultFault
  /** Part of the path of the requests it hits; absent: all. */
  readonly path?: string
  /** How many requests it hits; absent: all until `clear`. */
  readonly times?: number
}

/** A fault that was ordered: when it first struck, and the way to end a hang. */
export interface VaultFaultHandle {
  /** Settles when the first request has met the fault. */
  readonly struck: Promise<void>
  /** Lets hanging requests go on and takes the fault away. */
  release(): void
}

export interface ArmedFault {
  readonly fault: VaultFault
  /** Settles at release. */
  readonly released: Promise<void>
}

interface Pending extends ArmedFault {
  readonly path: string
  left: number
  readonly strike: () => void
  readonly release: () => void
}

/** The faults that wait for a request; the first that fits strikes. */
export class VaultFaults {
  #pending: Pending[] = []

  push(order: VaultFaultOrder): VaultFaultHandle {
    const struck = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const pending: Pending = {
      fault: order.fault,
      path: order.path ?? '',
      left: order.times ?? Number.POSITIVE_INFINITY,
      released: released.promise,
      strike: struck.resolve,
      release: released.resolve,
    }
    this.#pending.push(pending)
    const release = (): void => {
      this.#pending = this.#pending.filter((other) => other !== pending)
      pending.release()
    }
    return { struck: struck.promise, release }
  }

  /** The fault for a request to this path, which thereby is used once. */
  take(path: string): ArmedFault | null {
    const found = this.#pending.find((pending) => pending.left > 0 && path.includes(pending.path))
    if (found === undefined) return null
    found.left -= 1
    found.strike()
    return found
  }

  /** Takes all faults away and lets what hangs go on. */
  clear(): void {
    for (const pending of this.#pending) pending.release()
    this.#pending = []
  }
}
