import { globalAgent } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import type { AccessScene } from '../access/access-scene.ts'

/** What a process must not have more of after any number of requests. */
export interface ProcessState {
  readonly running: number
  readonly connections: number
  /** Sessions of the service that are in the middle of something. */
  readonly busySessions: number
  readonly sessions: number
}

/** The service's state, once our own kept connections are closed. */
export async function processState({ listeners, service }: AccessScene): Promise<ProcessState> {
  globalAgent.destroy()
  const connections = await Promise.all(listeners.map((listener) => listener.connections()))
  const { database } = service
  const [row] = await database.superuserQuery(`
    SELECT count(*)::int AS sessions, count(*) FILTER (WHERE state <> 'idle')::int AS busy
    FROM pg_stat_activity WHERE usename = '${database.runtimeRole}'`)
  const { sessions, busy } = z.object({ sessions: z.int(), busy: z.int() }).parse(row)
  return {
    running: listeners.reduce((sum, listener) => sum + listener.running(), 0),
    connections: connections.reduce((sum, count) => sum + count, 0),
    busySessions: busy,
    sessions,
  }
}

/** Bytes on the heap that something still holds. */
export function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('the garbage can’t be collected')
  Reflect.apply(collect, undefined, [])
  return process.memoryUsage().heapUsed
}
