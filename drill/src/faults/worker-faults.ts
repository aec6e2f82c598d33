import { setTimeout as delay } from 'node:timers/promises'
import { checkBackfill, end, progress, startBackfill, type Backfill } from '../load/backfill.ts'
import type { Service } from '../world/service.ts'
import type { World } from '../world/start-world.ts'
import type { Fault } from './fault.ts'

interface WorkerFault extends Pick<Fault, 'name' | 'description' | 'shows'> {
  /** How often it happens. */
  readonly times: number
  /** Makes it happen while the worker imports, and ends it. */
  readonly strike: (world: World, worker: Service) => Promise<void>
}

/** Returns the fault, which meets the worker while it imports 900 orders. They must be stored and counted once. */
function whileImporting({ name, description, shows, times, strike }: WorkerFault): Fault {
  let met: { readonly backfill: Backfill; readonly pauses: readonly (number | null)[] } | null = null
  return {
    name,
    description,
    shows,
    async run(world) {
      const { worker, urls } = world
      if (worker === null) throw new Error('There is no worker.')
      const backfill = await startBackfill(world)
      const pauses: (number | null)[] = []
      for (let count = 0; count < times; count += 1) {
        // A page was stored: the worker asks for the next one.
        await progress(urls().superuser, backfill)
        await strike(world, worker)
        pauses.push(await progress(urls().superuser, backfill))
      }
      met = { backfill, pauses }
    },
    async check({ urls, upstream }) {
      if (met === null) throw new Error('The fault has not happened.')
      const { backfill, pauses } = met
      const secondsToEnd = await end(urls().superuser, backfill)
      upstream.amazon.faults.clear()
      const seconds = pauses.filter((pause) => pause !== null)
      const goesOn = secondsToEnd !== null && seconds.length === pauses.length
      return {
        ...(await checkBackfill(urls().superuser, backfill)),
        secondsToRecover: goesOn ? Math.max(...seconds) : null,
      }
    },
  }
}

export const workerKilled = whileImporting({
  name: 'worker killed',
  description: 'SIGKILL to the worker while it imports 900 orders, three times; it is started again at once',
  shows: 'nothing',
  times: 3,
  async strike(_world, worker) {
    const killed = worker.pid()
    worker.signal('SIGKILL')
    while (worker.pid() === killed) await delay(10)
  },
})

export const workerSuspended = whileImporting({
  name: 'worker suspended',
  description: 'SIGSTOP to the worker for 20 s while it imports 900 orders',
  shows: 'nothing',
  times: 1,
  async strike(_world, worker) {
    worker.signal('SIGSTOP')
    await delay(20_000)
    worker.signal('SIGCONT')
  },
})

export const postgresKilledAtWork = whileImporting({
  name: 'worker without Postgres',
  description: 'SIGKILL to Postgres while the worker imports 900 orders; it is started again after 2 s',
  shows: 'failures',
  times: 1,
  async strike({ postgres }) {
    await postgres.kill()
    await delay(2000)
    await postgres.start()
  },
})
