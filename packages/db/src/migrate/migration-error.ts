/** Why a database was not migrated, and what to do about it: one English sentence or two for an operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}
