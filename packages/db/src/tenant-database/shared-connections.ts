import type { Pool, PoolClient } from 'pg'
import { isConnectionLost } from './pool.ts'

/** Batches under way at a time. One Node process can't send more than two sessions of Postgres can answer. */
const mostBatches = 2
/** Look-ups in a batch: those of a larger one would wait for each other longer than they save. */
const mostInBatch = 16

interface Batch {
  readonly client: Promise<PoolClient>
  /** Look-ups that ever joined, and those of them that have not ended. */
  joined: number
  running: number
  isLost: boolean
}

/** Runs work on a connection that it may have to share with other work. */
export type WithSharedConnection = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>

/**
 * Lets short reads share connections of the pool in batches, each sent with one system call: what begins in one turn of
 * the event loop, or while two batches are under way. A lone read waits for nobody; under load, a read waits for the
 * answer to an earlier batch, and everybody saves the time of the calls.
 */
export function createSharedConnections(pool: Pool): WithSharedConnection {
  let batches = 0
  /** The batch that work of this turn may still join. */
  let open: Batch | null = null
  const waiting: ((batch: Batch) => void)[] = []

  function start(joined: number): Batch {
    batches += 1
    return { client: pool.connect(), joined, running: joined, isLost: false }
  }

  function startOpen(): Batch {
    const batch = start(1)
    setImmediate(() => {
      if (open === batch) open = null
      endIfDone(batch)
    })
    return batch
  }

  function endIfDone(batch: Batch): void {
    if (batch === open || batch.running > 0) return
    batches -= 1
    batch.client.then(
      (client) => client.release(batch.isLost),
      () => undefined,
    )
    const next = waiting.splice(0, mostInBatch)
    if (next.length === 0) return
    const following = start(next.length)
    for (const join of next) join(following)
  }

  function enter(): Batch | Promise<Batch> {
    if (open !== null && open.joined < mostInBatch) {
      open.joined += 1
      open.running += 1
      return open
    }
    if (batches < mostBatches) return (open = startOpen())
    return new Promise((resolve) => void waiting.push(resolve))
  }

  return async (work) => {
    const entered = enter()
    const batch = entered instanceof Promise ? await entered : entered
    try {
      return await work(await batch.client)
    } catch (error) {
      batch.isLost ||= isConnectionLost(error)
      throw error
    } finally {
      batch.running -= 1
      endIfDone(batch)
    }
  }
}
