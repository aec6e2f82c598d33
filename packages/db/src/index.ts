export {
  createAdministration,
  type Administration,
  type AdministrationOptions,
} from './administration/administration.ts'
export { AdministrationError, type AdministrationFault } from './administration/administration-error.ts'
export type { ConnectionCount } from './channel-connections/count.ts'
export { createDatabase, type Database, type DatabaseOptions, type DatabaseStatus } from './database.ts'
export { isDatabaseAway, refusalReason } from './database-error.ts'
export type { ImportCount } from './imports/count.ts'
export type { JobQueue, JobStats } from './jobs/background-jobs.ts'
export { startJobWorker, type JobWorker, type JobWorkerOptions } from './jobs/start-job-worker.ts'
export { openInspection, type Inspection, type InspectionOptions } from './inspection/inspection.ts'
export { migrate, type MigrateOptions, type MigrationReport } from './migrate/migrate.ts'
export type { ReplicaStatus } from './read-replica/replica-monitor.ts'
export { MigrationError } from './migrate/migration-session.ts'
export type { LeaseUse } from './single-flight/single-flight.ts'
export type { PoolUse } from './tenant-database/tenant-database.ts'
