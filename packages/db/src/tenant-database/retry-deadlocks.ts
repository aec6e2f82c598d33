import { sqlState, sqlStates } from '../database-error.ts'

const mostAttempts = 5

/**
 * Runs a transaction, and again when PostgreSQL chose it to end a deadlock: the other one has gone on, and this one
 * wrote nothing.
 */
export async function retryDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (sqlState(error) !== sqlStates.deadlockDetected || attempt === mostAttempts) throw error
    }
  }
}
