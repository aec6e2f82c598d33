import { createEmptyDatabase, type TestDatabase } from '@orderport/embedded-postgres'
import { getRollbackPlans } from 'pg-boss'
import { expect, it } from 'vitest'
import { createDatabase } from '../database.ts'
import { jobQueue, jobSchemaVersion, queueOptions } from '../jobs/job-queue.ts'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { tenantA } from '../testing/sample-order.ts'
import { jobTablesName } from './job-tables.ts'
import { migrate } from './migrate.ts'

const job = { kind: 'sweep', tenantId: tenantA, channel: 'amazon' } as const

/** A version that earlier releases of pg-boss had; the upgrade makes six indexes. */
const older = 40

function indexesOf(database: TestDatabase) {
  return database.superuserQuery(
    `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'pgboss' AND tablename = 'job_common' ORDER BY 1`,
  )
}

it('older tables are upgraded, with the jobs that wait in them, and readiness tells until then', async () => {
  await using database = await migratedDatabase()
  await using service = createDatabase({ url: database.runtimeUrl })
  await service.jobs.enqueue(job)
  const indexes = await indexesOf(database)
  for (let version = jobSchemaVersion; version > older; version -= 1) {
    await database.superuserQuery(getRollbackPlans('pgboss', version))
  }
  expect(await service.status()).toEqual({ pending: [jobTablesName] })
  const lines: string[] = []
  await migrate({ adminUrl: database.ownerUrl, log: (line) => lines.push(line) })
  expect(lines).toContain(`Upgraded the tables of the job queue from version ${older} to ${jobSchemaVersion}.`)
  expect(await indexesOf(database)).toEqual(indexes)
  expect(await service.status()).toEqual({ pending: [] })
  expect(await service.jobs.stats()).toMatchObject({ ready: 1 })
  await service.jobs.enqueue({ ...job, kind: 'refresh' })
})

it('a queue with other settings gets ours, and a lost right comes back', async () => {
  await using database = await migratedDatabase()
  await database.superuserQuery(`
    UPDATE pgboss.queue SET retry_limit = 1, heartbeat_seconds = NULL;
    REVOKE ALL ON ALL TABLES IN SCHEMA pgboss FROM orderport_app`)
  await using service = createDatabase({ url: database.runtimeUrl })
  await expect(service.jobs.enqueue(job)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
  await migrate({ adminUrl: database.ownerUrl })
  await service.jobs.enqueue(job)
  const found = await database.superuserQuery(
    `SELECT policy, retry_limit, heartbeat_seconds, partition FROM pgboss.queue WHERE name = '${jobQueue}'`,
  )
  const { retryLimit, heartbeatSeconds } = queueOptions
  expect(found).toEqual([
    { policy: 'short', retry_limit: retryLimit, heartbeat_seconds: heartbeatSeconds, partition: false },
  ])
})

it('a login that may not make the schema is told what a superuser has to run', async () => {
  await using database = await createEmptyDatabase()
  const owner = new URL(database.ownerUrl).username
  await database.superuserQuery(`
    ALTER DATABASE ${database.name} OWNER TO CURRENT_USER;
    GRANT CREATE, USAGE ON SCHEMA public TO ${owner}`)
  const statement = `CREATE SCHEMA pgboss AUTHORIZATION ${owner}`
  await expect(migrate({ adminUrl: database.ownerUrl })).rejects.toThrow(statement)
  await database.superuserQuery(statement)
  await migrate({ adminUrl: database.ownerUrl })
  await using service = createDatabase({ url: database.ownerUrl })
  expect(await service.status()).toEqual({ pending: [] })
})
