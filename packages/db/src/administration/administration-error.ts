import { sqlState, sqlStates } from '../database-error.ts'

/**
 * `not_found`: there is no such thing; `refused`: the current state forbids it; `not_permitted`: this login may not do
 * it; `not_migrated`: the database lacks migrations of this version.
 */
export type AdministrationFault = 'not_found' | 'refused' | 'not_permitted' | 'not_migrated'

/** Why an operator's command failed, in one English line without personal data. The command changed nothing. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError'
  readonly fault: AdministrationFault

  constructor(fault: AdministrationFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}

export const notMigrated = 'The database is not migrated to this version: run npm run migrate.'
const notPermitted =
  'This database role may not do that: set DATABASE_ADMIN_URL to the URL of the role that owns the tables, which is the one that migrates.'
const busy = 'Somebody else is changing the same rows: nothing was changed. Run it again.'

/** Returns what an error of Postgres means to an operator; every other error unchanged. */
export function explainRefusal(error: unknown): unknown {
  if (error instanceof AdministrationError) return error
  switch (sqlState(error)) {
    case sqlStates.insufficientPrivilege:
      return new AdministrationError('not_permitted', notPermitted, { cause: error })
    case sqlStates.undefinedTable:
    case sqlStates.undefinedColumn:
      return new AdministrationError('not_migrated', notMigrated, { cause: error })
    case sqlStates.lockNotAvailable:
    case sqlStates.deadlockDetected:
      return new AdministrationError('refused', busy, { cause: error })
    default:
      return error
  }
}
