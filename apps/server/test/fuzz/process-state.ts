import { globalAgent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import type { AccessFixture } from '../access/access-fixture.ts'

/** What must be the same before and after any number of requests. */
export interface ProcessState {
  /** Requests without an answer so far. */
  readonly running: number
  /** Open HTTP connections. */
  readonly connections: number
  /** Database sessions of the service that are in the middle of a transaction or a statement. */
  readonly busySessions: number
  /** All database sessions of the service. */
  readonly sessions: number
}

/** Reads the service's state, after closing the connections that this process kept open. */
export async function processState({ listeners, service }: AccessFixture): Promise<ProcessState> {
  globalAgent.destroy()
  const connections = await Promise.all(listeners.map((listener) => listener.connections()))
  const { database } = service
  const [row] = await database.superuserQuery(
    `SELECT count(*)::int AS sessions, count(*) FILTER (WHERE state <> 'idle')::int AS busy
     FROM pg_stat_activity WHERE usename = $1`,
    [database.runtimeRole],
  )
  const { sessions, busy } = z.object({ sessions: z.int(), busy: z.int() }).parse(row)
  return {
    running: listeners.reduce((sum, listener) => sum + listener.running(), 0),
    connections: connections.reduce((sum, count) => sum + count, 0),
    busySessions: busy,
    sessions,
  }
}

/** Collects the garbage and returns the bytes on the heap that are still in use. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('the garbage collector can’t be called')
  Reflect.apply(collect, undefined, [])
  return process.memoryUsage().heapUsed
}
