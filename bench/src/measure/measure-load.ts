import type { SuperuserSession, TestDatabase } from '@orderport/embedded-postgres'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunningProgram } from '../contenders/start-program.ts'
import type { Load } from '../load/call.ts'
import type { LoadProcess } from '../load/load-process.ts'
import type { Measurement } from '../report/result.ts'
import { cpuMicros, residentMegabytes, serverCpuMicros } from './process-usage.ts'
import { quantile } from './statistics.ts'

/** How long queries of an ended load may still run before they are cancelled, in milliseconds. */
const patienceMs = 1000
const settleTimeoutMs = 60_000

/** Sends a load to a program, and measures it, its process and the database's processes. */
export interface Meter extends AsyncDisposable {
  measure(program: RunningProgram, load: Omit<Load, 'address'>): Promise<Measurement>
}

export async function createMeter(loads: LoadProcess, database: TestDatabase): Promise<Meter> {
  const session = await database.openSuperuserSession()
  const [row] = await session.query('SELECT pg_backend_pid() AS pid')
  const backend = Number(row?.['pid'])
  return {
    async measure(program, load) {
      const before = { own: cpuMicros(program.pid), server: serverCpuMicros(backend) }
      const { answered, failed, seconds, latencies } = await loads.send({ ...load, address: program.address })
      const after = { own: cpuMicros(program.pid), server: serverCpuMicros(backend) }
      await settle(session)
      const perRequest = (from: number | null, to: number | null) =>
        from === null || to === null || answered === 0 ? null : (to - from) / answered
      return {
        rate: seconds > 0 ? answered / seconds : 0,
        answered,
        failed,
        p50: quantile(latencies, 0.5),
        p99: quantile(latencies, 0.99),
        cpuMicros: perRequest(before.own, after.own),
        databaseCpuMicros: perRequest(before.server, after.server),
        megabytes: residentMegabytes(program.pid),
      }
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

/**
 * Waits until no query runs: those of a slow contender, whose requests are gone, would take time from the next one.
 * What goes on for longer is cancelled.
 */
async function settle(session: SuperuserSession): Promise<void> {
  const start = performance.now()
  for (let idle = 0; idle < 2;) {
    const elapsed = performance.now() - start
    if (elapsed > settleTimeoutMs) throw new Error('Queries of a load go on, although they were cancelled.')
    const rows = await session.query(elapsed > patienceMs ? cancelQueries : runningQueries)
    idle = rows.length === 0 ? idle + 1 : 0
    if (idle < 2) await delay(10)
  }
}

const others = `FROM pg_stat_activity
  WHERE state = 'active' AND backend_type = 'client backend' AND pid <> pg_backend_pid()`
const runningQueries = `SELECT pid ${others}`
const cancelQueries = `SELECT pg_cancel_backend(pid) ${others}`
