import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client } from 'pg'

const operatorsFile = join(import.meta.dirname, '../../../../docs/partition-by-tenant.sql')

/** The partitions of each table, as docs/performance.md has it. */
export const partitions = 16

/** The tables that grow with use. */
export const partitionedTables = ['orders', 'audit_event'] as const

/** What a test does between the operators' commands. */
export interface PartitioningSteps {
  /** Runs when every write is repeated, before the rows that were there are copied. */
  readonly beforeCopy?: () => Promise<unknown>
  readonly beforeSwitch?: () => Promise<unknown>
}

/** Turns the large tables into partitions with the operators' own file, as the owner. */
export async function partitionByTenant(
  database: TestDatabase,
  { beforeCopy = doNothing, beforeSwitch = doNothing }: PartitioningSteps = {},
): Promise<void> {
  const owner = new Client({ connectionString: database.ownerUrl, connectionTimeoutMillis: 10_000 })
  await owner.connect()
  const call = async (procedure: string, rest = '') => {
    for (const table of partitionedTables) {
      await owner.query(`CALL orderport_partitioning.${procedure}('${table}'${rest})`)
    }
  }
  try {
    await owner.query(await readFile(operatorsFile, 'utf8'))
    await call('prepare', `, ${partitions}`)
    await beforeCopy()
    await call('copy', ', 50')
    await beforeSwitch()
    await call('switch')
    await owner.query('DROP SCHEMA orderport_partitioning CASCADE')
  } finally {
    await owner.end()
  }
}

async function doNothing(): Promise<void> {}
