import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { query } from '../world/database.ts'
import type { Fault } from './fault.ts'

export const postgresKilled: Fault = {
  name: 'Postgres killed',
  description: 'SIGKILL to the server; it is started again after 2 s and recovers from its log',
  shows: 'failures',
  async run({ postgres }) {
    await postgres.kill()
    await delay(2000)
    await postgres.start()
  },
}

export const postgresSuspended: Fault = {
  name: 'Postgres suspended',
  description: 'SIGSTOP to the server and all its processes for 8 s',
  shows: 'failures',
  async run({ postgres }) {
    postgres.signalAll('SIGSTOP')
    await delay(8000)
    postgres.signalAll('SIGCONT')
  },
}

/** More than the server has. */
const tooMany = 200

export const connectionsExhausted: Fault = {
  name: 'connections exhausted',
  description: 'somebody takes every connection of the server, and the service’s are ended, for 5 s',
  shows: 'failures',
  async run({ urls }) {
    const { runtime, superuser } = urls()
    const taken: Client[] = []
    const take = async (): Promise<boolean> => {
      const client = new Client({ connectionString: runtime, application_name: 'drill', connectionTimeoutMillis: 5000 })
      client.on('error', () => undefined)
      return await client.connect().then(
        () => taken.push(client) > 0,
        () => false,
      )
    }
    const until = performance.now() + 5000
    while (performance.now() < until) {
      // Those of the service come back as long as one is free.
      await query(
        superuser,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE usename = 'orderport_service' AND application_name <> 'drill'`,
      ).catch(() => undefined)
      for (let count = 0; count < tooMany && (await take()); count += 1);
      await delay(100)
    }
    await Promise.all(taken.map((client) => client.end().catch(() => undefined)))
  },
}
