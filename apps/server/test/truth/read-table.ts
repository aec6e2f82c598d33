import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const folder = join(import.meta.dirname, 'table')

export type JsonRecord = Readonly<Record<string, unknown>>

export const recordSchema = z.record(z.string(), z.unknown())

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A part of the table: one file. */
export interface TablePart<Row> {
  readonly name: string
  readonly rows: readonly Row[]
}

/** Returns the parts of a folder of the table. Throws for a row that has an unknown word or no title. */
export function readTable<Row>(subfolder: string, row: z.ZodType<Row>): readonly TablePart<Row>[] {
  const files = readdirSync(join(folder, subfolder))
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
  if (files.length === 0) throw new Error(`table/${subfolder} holds no rows`)
  return files.map((file) => {
    const parsed = z
      .array(row)
      .min(1)
      .safeParse(readYaml(join(subfolder, file)))
    if (!parsed.success) throw new Error(`table/${subfolder}/${file}: ${z.prettifyError(parsed.error)}`)
    return { name: file.replace('.yaml', ''), rows: parsed.data }
  })
}

/** Returns the content of one file of the table. */
export function readYaml(file: string): unknown {
  return parse(readFileSync(join(folder, file), 'utf8'))
}
