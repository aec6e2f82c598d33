/** The SQLSTATEs that we answer to by name. https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const sqlStates = {
  uniqueViolation: '23505',
  checkViolation: '23514',
  noSuchDatabase: '3D000',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  insufficientPrivilege: '42501',
  undefinedColumn: '42703',
  undefinedTable: '42P01',
  lockNotAvailable: '55P03',
} as const
