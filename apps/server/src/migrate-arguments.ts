import { parseArgs } from 'node:util'
import { StartError } from './config/startup-error.ts'

export interface MigrateArguments {
  /** Roles that go on seeing every order while two services run. */
  readonly keepAccess: readonly string[]
  readonly help: boolean
}

export const migrateHelp = `Usage: npm run migrate -- [--keep-access <role>]…

Brings the database of DATABASE_ADMIN_URL (or DATABASE_URL) up to this version. May be run again at any time, by several
at once, and after it was killed; a table orders that was made by hand is taken over while it is used.

  --keep-access <role>  the database role of the service before this one: it goes on seeing every tenant's orders until
                        a run that does not name it. May be given more than once.
  --help, -h            this text
`

/** What the command line asks for. Throws StartError, one line, for what is no option of ours. */
export function parseMigrateArguments(args: readonly string[]): MigrateArguments {
  const { 'keep-access': keepAccess = [], help = false } = parse(args)
  if (keepAccess.includes('')) throw new StartError(['--keep-access: must name a role'])
  return { keepAccess, help }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { 'keep-access': { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    }).values
  } catch (error) {
    throw new StartError([`${error instanceof Error ? error.message : 'unreadable arguments'}; see --help`])
  }
}
