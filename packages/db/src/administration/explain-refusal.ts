import { sqlState } from '../database-error.ts'
import { sqlStates } from '../sql-states.ts'
import { AdministrationError } from './administration-error.ts'

export const notMigrated = 'The database is not migrated to this version: run npm run migrate.'

/** What Postgres' refusal means to an operator; every other error as it is. */
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

const notPermitted =
  'This database role may not do that: set DATABASE_ADMIN_URL to the URL of the role that owns the tables, which is the one that migrates.'
const busy = 'Somebody else is changing the same rows: nothing was changed. Run it again.'
