import type { Import } from './generated/router.gen.ts'
import type { CallOptions } from './options.ts'
import { OrderportError } from './orderport-error.ts'
import { parseCallContext } from './transport/call-context.ts'
import { failureOf, readEvents } from './transport/event-stream.ts'
import { jitterMs, wait } from './transport/retries.ts'
import type { Settings } from './transport/settings.ts'
import { toOrderportError } from './transport/to-orderport-error.ts'

/** Attempts in a row that bring nothing before the watcher gives up. */
const maxFailures = 20

/**
 * Yields an import as it is and after each change until it has ended. When a stream ends early, the next one begins
 * after the version that was seen last.
 */
export async function* watchImport(
  settings: Settings,
  id: string,
  options: CallOptions = {},
): AsyncGenerator<Import, void, undefined> {
  const { signal = new AbortController().signal, ...context } = options
  const call = parseCallContext({ orderport: context })
  let lastEventId: string | null = null
  for (let failures = 0; ;) {
    let failure: OrderportError | null = null
    try {
      for await (const { event, data, id: eventId } of readEvents(settings, {
        path: 'imports.watch',
        input: { id, lastEventId },
        call,
        signal,
      })) {
        if (event === 'return') return
        if (event === 'serialized-error') throw failureOf(JSON.parse(data))
        if (event !== undefined || !eventId) continue
        failures = 0
        lastEventId = eventId
        const state: Import = JSON.parse(data)
        yield state
      }
    } catch (thrown) {
      failure = toOrderportError(thrown)
    }
    if (signal.aborted) throw new OrderportError({ code: 'ABORTED', message: 'The caller ended the watching.' })
    failures += 1
    if (failure !== null && (!failure.retryable || failures > maxFailures)) throw failure
    const { clock } = settings
    await wait(jitterMs(clock, failures), { clock, signal })
  }
}
