import { loadConfig } from '../../src/config/config.ts'
import { StartError } from '../../src/config/startup-error.ts'

/** The variables that the service can't start without. */
export const least = { DATABASE_URL: 'postgres://runtime:secret@127.0.0.1:5432/orderport' }

/** Returns a line for each fault of these environment variables. */
export function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadConfig(variables)
  } catch (error) {
    if (error instanceof StartError) return error.faults
    throw error
  }
  return []
}
