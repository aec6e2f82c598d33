export { createDatabase, type Database, type DatabaseOptions, type DatabaseStatus } from './database.ts'
export { migrate, type MigrateOptions, type MigrationReport } from './migrate/migrate.ts'
export { MigrationError } from './migrate/migration-error.ts'
