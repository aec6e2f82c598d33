/** What goes wrong. `hang` and `delay` answer as usual in the end: once released, or after that many milliseconds. */
export type VaultFault =
  | { readonly kind: 'hang' }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'status'; readonly status: number; readonly body?: unknown }
  /** These bytes and this content type with status 200, such as JSON in another charset than the declared one. */
  | { readonly kind: 'bytes'; readonly contentType: string; readonly body: Uint8Array }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'truncated' }
  | EncodedFault

/** The ordinary answer in other bytes than the usual UTF-8. */
export interface EncodedFault {
  readonly kind: 'encoded'
  /** What the bytes are in. What it can't write becomes a JSON escape. Default: `utf-8`. */
  readonly charset?: 'utf-8' | 'iso-8859-1' | 'utf-16le'
  /** The charset in the content type. Default: the true one. Null: none is named, as Vault does. */
  readonly declared?: string | null
  /** Puts a byte order mark first. */
  readonly byteOrderMark?: boolean
  /** Replaces every character outside ASCII by a byte that no UTF-8 text has. */
  readonly damaged?: boolean
}

export interface VaultScriptedFault {
  readonly fault: VaultFault
  /** Limits it to requests whose path contains this text. Default: all requests. */
  readonly path?: string
  /** How many requests it meets. Default: all until `clear`. */
  readonly times?: number
}

/** A scripted fault: when a request first met it, and the way to end a hang. */
export interface VaultFaultHandle {
  /** Fulfilled when the first request has met the fault. */
  readonly met: Promise<void>
  /** Lets hanging requests continue, and removes the fault. */
  release(): void
}

/** A fault that a request has met. */
export interface MetFault {
  readonly fault: VaultFault
  /** Fulfilled at release. */
  readonly released: Promise<void>
}

interface PendingFault extends MetFault {
  readonly path: string
  left: number
  readonly strike: () => void
  readonly release: () => void
}

/** The scripted faults, in order: each request meets the first that matches it. */
export class VaultFaults {
  #pending: PendingFault[] = []

  push(script: VaultScriptedFault): VaultFaultHandle {
    const met = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const pending: PendingFault = {
      fault: script.fault,
      path: script.path ?? '',
      left: script.times ?? Number.POSITIVE_INFINITY,
      released: released.promise,
      strike: met.resolve,
      release: released.resolve,
    }
    this.#pending.push(pending)
    const release = (): void => {
      this.#pending = this.#pending.filter((other) => other !== pending)
      pending.release()
    }
    return { met: met.promise, release }
  }

  /** Returns the fault that a request to this path meets, and counts it as met; null if there is none. */
  take(path: string): MetFault | null {
    const found = this.#pending.find((pending) => pending.left > 0 && path.includes(pending.path))
    if (found === undefined) return null
    found.left -= 1
    found.strike()
    return found
  }

  /** Removes all faults and lets hanging requests continue. */
  clear(): void {
    for (const pending of this.#pending) pending.release()
    this.#pending = []
  }
}
