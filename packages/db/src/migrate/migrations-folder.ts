import { join } from 'node:path'

/**
 * The folder of the migrations, in Prisma's layout: `<timestamp>_<name>/migration.sql`. A module of its own, because
 * the production bundle has another folder.
 */
export const migrationsFolder = join(import.meta.dirname, '../../../../prisma/migrations')
