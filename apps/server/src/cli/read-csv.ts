import { CsvError, parse } from 'csv-parse/sync'
import { InputError } from './explain-failure.ts'

export interface CsvColumns {
  /** The columns that a file may have. */
  readonly known: readonly string[]
  /** Those of them that it must have. */
  readonly required: readonly string[]
}

/** A row of a file: the trimmed values of its columns. */
export interface CsvRow {
  /** Where it ends in the file, counted from 1. */
  readonly line: number
  readonly values: Readonly<Record<string, string>>
}

const mostRows = 10_000

/**
 * Returns the rows of a CSV file in UTF-8 whose first line names the columns, in any order and case. Commas, semicolons
 * and tabs separate, whichever the first line has most of. Throws InputError, which never repeats what is in the file.
 */
export function readCsv(bytes: Uint8Array, columns: CsvColumns): readonly CsvRow[] {
  const [header, ...records] = parseRecords(decode(bytes))
  if (header === undefined) throw new InputError(['the file is empty'])
  const names = header.values.map((name) => name.toLowerCase())
  checkHeader(names, columns)
  if (records.length > mostRows) throw new InputError([`the file has more than ${mostRows} rows: divide it`])
  const tooLong = records.filter(({ values }) => values.slice(names.length).some((value) => value !== ''))
  if (tooLong.length > 0) {
    throw new InputError(tooLong.map(({ line }) => `line ${line}: has more values than the first line has names`))
  }
  return records.map(({ line, values }) => ({
    line,
    values: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
  }))
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InputError(['the file is not UTF-8: in Excel, save it as “CSV UTF-8”'])
  }
}

interface CsvRecord {
  readonly line: number
  readonly values: readonly string[]
}

function parseRecords(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = []
  try {
    parse(text, {
      delimiter: separatorIn(text),
      relax_column_count: true,
      skip_empty_lines: true,
      // Spreadsheets write rows of separators alone below the last one.
      skip_records_with_empty_values: true,
      on_record(values: readonly string[], { lines: line }) {
        records.push({ line, values: values.map((value) => value.trim()) })
      },
    })
    return records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = typeof error['lines'] === 'number' ? `line ${error['lines']}: ` : ''
    throw new InputError([`${line}${csvFaults.get(error.code) ?? 'can’t be read as CSV'}`], { cause: error })
  }
}

const csvFaults: ReadonlyMap<string, string> = new Map([
  ['CSV_QUOTE_NOT_CLOSED', 'a quote is opened before or on this line, and never closed'],
  ['INVALID_OPENING_QUOTE', 'a quote stands in the middle of a value: put the whole value into quotes, and double it'],
  ['CSV_INVALID_CLOSING_QUOTE', 'text follows a closing quote: double a quote that belongs to the value'],
])

/** Excel separates by semicolons where the comma is the decimal sign. */
function separatorIn(text: string): string {
  const [firstLine = ''] = text.trimStart().split(/[\r\n]/, 1)
  const counted = [',', ';', '\t'].map((separator) => ({ separator, count: firstLine.split(separator).length }))
  return counted.reduce((best, each) => (each.count > best.count ? each : best)).separator
}

function checkHeader(names: readonly string[], { known, required }: CsvColumns): void {
  const faults = [
    ...required
      .filter((name) => !names.includes(name))
      .map((name) => `line 1: must name the columns; ${name} is missing`),
    ...names.flatMap((name, index) =>
      known.includes(name) ? [] : [`line 1: column ${index + 1} is none of ${known.join(', ')}`],
    ),
    ...names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [`line 1: column ${index + 1} is there twice`],
    ),
  ]
  if (faults.length > 0) throw new InputError(faults)
}
