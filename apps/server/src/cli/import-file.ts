import type { TenantId } from '@orderport/domain'
import type { z } from 'zod'
import type { CommandDeps, Outcome } from './define-command.ts'
import { InputError } from './explain-failure.ts'
import { readCsv, type CsvColumns, type CsvRow } from './read-csv.ts'

type RowImport = Awaited<ReturnType<CommandDeps['administration']['tenants']['import']>>

export const importOptions = [['--dry-run', 'check everything against the database and store nothing']] as const

interface ImportSpec<Row> {
  readonly columns: CsvColumns
  /** Parses the values of one row. */
  readonly row: z.ZodType<Row>
  /** What must differ from row to row. */
  readonly keyOf: (row: Row) => string
  readonly store: (rows: readonly Row[], options: { readonly dryRun: boolean }) => Promise<RowImport>
}

interface ImportInput {
  readonly file: string
  readonly dryRun: boolean
}

/**
 * Imports a CSV file, all of it or nothing, and returns the counts. Throws InputError with a line for every row that
 * has a fault.
 */
export async function importFile<Row extends { readonly tenantId: TenantId }>(
  { file, dryRun }: ImportInput,
  { readInput }: Pick<CommandDeps, 'readInput'>,
  { columns, row, keyOf, store }: ImportSpec<Row>,
): Promise<Outcome> {
  const { rows, faults } = parseRows(readCsv(await readInput(file), columns), row, keyOf)
  const values = rows.map(({ value }) => value)
  // Rows with faults don't keep the others from being checked against the database.
  const { created, changed, unchanged, unknownTenants } = await store(values, { dryRun: dryRun || faults.length > 0 })
  const unknown = rows
    .filter(({ value }) => unknownTenants.includes(value.tenantId))
    .map(({ line }) => ({ line, fault: 'there is no such tenant; add it first' }))
  const all = [...faults, ...unknown].toSorted((one, other) => one.line - other.line)
  if (all.length > 0) throw new InputError(all.map(({ line, fault }) => `line ${line}: ${fault}`))
  const counts = `${created} created, ${changed} changed, ${unchanged} unchanged`
  return {
    json: { dryRun, created, changed, unchanged },
    note: dryRun ? `Nothing was stored. It would be: ${counts}.` : `${counts}.`,
  }
}

interface ParsedRow<Row> {
  readonly line: number
  readonly value: Row
}

function parseRows<Row>(records: readonly CsvRow[], schema: z.ZodType<Row>, keyOf: (row: Row) => string) {
  const rows: ParsedRow<Row>[] = []
  const faults: { readonly line: number; readonly fault: string }[] = []
  const lines = new Map<string, number>()
  for (const { line, values } of records) {
    const { data, error } = schema.safeParse(values)
    if (data === undefined) {
      faults.push(
        ...(error?.issues ?? []).map(({ path, message }) => ({ line, fault: `${String(path[0])} ${message}` })),
      )
      continue
    }
    const earlier = lines.get(keyOf(data))
    if (earlier === undefined) rows.push({ line, value: data })
    else faults.push({ line, fault: `is the same as line ${earlier}` })
    lines.set(keyOf(data), earlier ?? line)
  }
  return { rows, faults }
}
