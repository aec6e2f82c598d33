import type { Operation, TRPCLink } from '@trpc/client'
import { observable, observableToPromise } from '@trpc/server/observable'
import type { OrderportRouter } from '../generated/router.gen.ts'
import { callContextOf } from './call-context.ts'
import { refuseUnsendable } from './sendable-input.ts'
import { withRetries } from './retries.ts'
import type { Settings } from './settings.ts'
import { toTrpcError } from './to-orderport-error.ts'
import { withinLimits } from './within-limits.ts'

/** Mutations that may be sent twice: the second gives what the first did. */
const idempotentMutations = new Set(['orders.import'])

interface Told<Envelope> {
  next(envelope: Envelope): void
  complete(): void
  error(error: ReturnType<typeof toTrpcError>): void
}

/** Gives each call its time, its signal and its retries, and each failure the SDK's error. */
export function patientLink(settings: Settings): TRPCLink<OrderportRouter> {
  const { clock } = settings
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        const leaving = new AbortController()
        void tell(observer, () => {
          const call = callContextOf(op.context)
          refuseUnsendable(op.input)
          const timeoutMs = call.timeoutMs ?? settings.timeoutMs
          const maxRetries = maySendAgain(op) ? (call.maxRetries ?? settings.maxRetries) : 0
          const deadline = clock.now() + timeoutMs
          const limits = { signals: [op.signal, leaving.signal], timeoutMs, clock, requestId: call.requestId ?? null }
          return withinLimits(limits, (signal) =>
            withRetries(() => observableToPromise(next({ ...op, signal })), { maxRetries, deadline, clock, signal }),
          )
        })
        return () => leaving.abort()
      })
}

async function tell<Envelope>(observer: Told<Envelope>, answer: () => Promise<Envelope>): Promise<void> {
  try {
    observer.next(await answer())
    observer.complete()
  } catch (thrown) {
    observer.error(toTrpcError(thrown))
  }
}

function maySendAgain({ type, path }: Operation): boolean {
  return type === 'query' || idempotentMutations.has(path)
}
