import { loadConfig } from '../../src/config/config.ts'
import { StartError } from '../../src/config/startup-error.ts'

/** The least that starts the service. */
export const least = { DATABASE_URL: 'postgres://runtime:secret@127.0.0.1:5432/orderport' }

/** What is wrong with these environment variables, a line for each fault. */
export function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    loadConfig(variables)
  } catch (error) {
    if (error instanceof StartError) return error.faults
    throw error
  }
  return []
}
