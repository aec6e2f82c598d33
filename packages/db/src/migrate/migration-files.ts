import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrationsFolder } from './migrations-folder.ts'

export interface Migration {
  readonly name: string
  readonly sql: string
  /** The SHA-256 of the file in hex, as Prisma keeps it in `_prisma_migrations.checksum`. */
  readonly checksum: string
}

/** Returns the names of our migrations in the order of their application. Throws if there are none. */
export async function migrationNames(folder = migrationsFolder): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  if (names.length === 0) throw new Error(`There are no migrations in ${folder}.`)
  return names.toSorted()
}

/**
 * Returns our migrations in the order of their application. Throws if there are none, or if one has no `migration.sql`.
 */
export async function readMigrations(folder = migrationsFolder): Promise<readonly Migration[]> {
  const names = await migrationNames(folder)
  return Promise.all(names.map((name) => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const content = await readFile(join(folder, name, 'migration.sql'))
  return { name, sql: content.toString(), checksum: createHash('sha256').update(content).digest('hex') }
}
