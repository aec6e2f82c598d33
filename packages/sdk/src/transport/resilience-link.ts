import type { Operation, TRPCLink } from '@trpc/client'
import { observable, observableToPromise } from '@trpc/server/observable'
import type { OrderportRouter } from '../generated/router.gen.ts'
import { OrderportError } from '../orderport-error.ts'
import { parseCallContext } from './call-context.ts'
import { withRetries } from './retries.ts'
import type { Settings } from './settings.ts'
import { toTrpcError } from './to-orderport-error.ts'
import { withTimeout } from './with-timeout.ts'

/** Mutations that are safe to repeat. */
const idempotentMutations = new Set(['orders.import', 'imports.cancel', 'imports.retryFailed'])

interface Observer<Envelope> {
  next(envelope: Envelope): void
  complete(): void
  error(error: ReturnType<typeof toTrpcError>): void
}

/**
 * Returns the link that gives each call its timeout, its signal and its retries, and each failure an OrderportError.
 */
export function resilienceLink(settings: Settings): TRPCLink<OrderportRouter> {
  const { clock } = settings
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const unsubscribed = new AbortController()
        void emit(observer, () => {
          const call = parseCallContext(op.context)
          assertSerializable(op.input)
          const timeoutMs = call.timeoutMs ?? settings.timeoutMs
          const maxRetries = isIdempotent(op) ? (call.maxRetries ?? settings.maxRetries) : 0
          const deadline = clock.now() + timeoutMs
          const signals = [op.signal, unsubscribed.signal]
          return withTimeout({ signals, timeoutMs, clock, requestId: call.requestId ?? null }, (signal) =>
            withRetries(() => observableToPromise(next({ ...op, signal })), { maxRetries, deadline, clock, signal }),
          )
        })
        return () => unsubscribed.abort()
      })
}

async function emit<Envelope>(observer: Observer<Envelope>, work: () => Promise<Envelope>): Promise<void> {
  try {
    observer.next(await work())
    observer.complete()
  } catch (thrown) {
    observer.error(toTrpcError(thrown))
  }
}

function isIdempotent({ type, path }: Operation): boolean {
  return type === 'query' || idempotentMutations.has(path)
}

/** Throws INVALID_REQUEST for an input that JSON can't represent: a BigInt, a cycle, a function. */
function assertSerializable(input: unknown): void {
  if (input === undefined) return
  let cause: unknown
  try {
    if (JSON.stringify(input) !== undefined) return
  } catch (thrown) {
    cause = thrown
  }
  throw new OrderportError({ code: 'INVALID_REQUEST', message: 'The input can’t be sent: it is not JSON.', cause })
}
