import { Command } from 'commander'
import { listAudit } from './audit/list.ts'
import { disableConnection } from './connections/disable.ts'
import { enableConnection } from './connections/enable.ts'
import { listConnections } from './connections/list.ts'
import { moveConnection } from './connections/move.ts'
import { testConnection } from './connections/test.ts'
import type { CommandDefinition, Execute } from './define-command.ts'
import { backfillOrders } from './imports/backfill.ts'
import { cancelImport } from './imports/cancel.ts'
import { importOrders } from './imports/import.ts'
import { listImports } from './imports/list.ts'
import { retryImport } from './imports/retry.ts'
import { watchImport } from './imports/watch.ts'
import { createKey } from './keys/create.ts'
import { listKeys } from './keys/list.ts'
import { revokeKey } from './keys/revoke.ts'
import { addMember } from './members/add.ts'
import { importMembers } from './members/import.ts'
import { listMembers } from './members/list.ts'
import { removeMember } from './members/remove.ts'
import { migrateDatabase } from './migrate.ts'
import { showOrder } from './orders/show.ts'
import { addTenant } from './tenants/add.ts'
import { importTenants } from './tenants/import.ts'
import { listTenants } from './tenants/list.ts'
import { removeTenant } from './tenants/remove.ts'
import type { Terminal } from './terminal.ts'

interface Group {
  readonly name: string
  readonly summary: string
  readonly commands: readonly CommandDefinition[]
}

const groups: readonly Group[] = [
  {
    name: 'tenants',
    summary: 'Tenants',
    commands: [listTenants, addTenant, importTenants, removeTenant],
  },
  {
    name: 'members',
    summary: 'Who may act for which tenant, when memberships are enforced',
    commands: [listMembers, addMember, importMembers, removeMember],
  },
  {
    name: 'connections',
    summary: 'Tenants’ connections to marketplaces',
    commands: [listConnections, testConnection, disableConnection, enableConnection, moveConnection],
  },
  {
    name: 'keys',
    summary: 'API keys for the public listener',
    commands: [listKeys, createKey, revokeKey],
  },
  {
    name: 'orders',
    summary: 'Stored orders',
    commands: [showOrder],
  },
  {
    name: 'imports',
    summary: 'Imports of many orders in the background',
    commands: [listImports, watchImport, cancelImport, retryImport],
  },
  {
    name: 'audit',
    summary: 'Who did what, for which tenant',
    commands: [listAudit],
  },
]

const closing = `
Works on the database of DATABASE_ADMIN_URL (or DATABASE_URL). Results go to standard output, everything else to standard error.
For scripts: npm run --silent orderport -- <command> --json

Exit codes: 0 done; 1 failed or refused; 2 wrong usage; 3 not found.
`

/** Returns the command line. Parsing throws CommanderError for wrong usage; Commander itself prints no error. */
export function buildProgram(execute: Execute, terminal: Terminal): Command {
  const program = new Command('npm run orderport --')
    .description(
      'Operators’ commands: migrations, tenants, members, connections, API keys, orders, imports, the audit.',
    )
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: () => undefined,
    })
    .addHelpText('afterAll', closing)
  for (const command of [migrateDatabase, importOrders, backfillOrders]) add(program, command, execute)
  for (const { name, summary, commands } of groups) {
    const group = program.command(name).description(summary).helpCommand(false)
    for (const command of commands) add(group, command, execute)
  }
  return program
}

function add(parent: Command, { define, isDefault }: CommandDefinition, execute: Execute): void {
  parent.addCommand(define(execute).copyInheritedSettings(parent), { isDefault })
}
