import { migrate } from '@orderport/db'
import { DomainError } from '@orderport/domain'
import process from 'node:process'
import { loadAdminUrl } from './config/config.ts'
import { migrateHelp, parseMigrateArguments } from './migrate-arguments.ts'
import { refuse } from './config/refuse.ts'
import { StartError } from './config/startup-error.ts'

/** `npm run migrate`: brings the database of DATABASE_ADMIN_URL up to this version's schema. */
async function run(): Promise<void> {
  const { keepAccess, help } = parseMigrateArguments(process.argv.slice(2))
  if (help) {
    process.stdout.write(migrateHelp)
    return
  }
  // oxlint-disable-next-line node/no-process-env -- the environment enters here and goes to config.ts whole
  const adminUrl = loadAdminUrl(process.env)
  await migrate({ adminUrl, keepAccess, log: (line) => process.stdout.write(`${line}\n`) })
}

await run().catch((error: unknown) => {
  if (error instanceof StartError) refuse(error.faults)
  if (DomainError.is(error)) refuse([`the database can’t be reached: ${error.detail ?? error.message}`])
  refuse([error instanceof Error ? error.message : String(error)])
})
