import { types, type FieldDef, type QueryResultRow } from 'pg'

/** How the columns of a result become a row. */
export interface ResultColumns {
  readonly names: readonly string[]
  readonly parsers: readonly ((text: string) => unknown)[]
  /** A row of NULLs: copies of it are filled several times as fast as rows that grow. */
  readonly empty: QueryResultRow
}

/** A row as it comes: the text of each column. */
export type RowTexts = readonly (string | null)[]

/** Returns what parses the text of a type's values. */
const parserOf: (typeId: number) => (text: string) => unknown = types.getTypeParser

export function resultColumns(fields: readonly FieldDef[]): ResultColumns {
  const names = fields.map(({ name }) => name)
  return {
    names,
    parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID)),
    empty: Object.fromEntries(names.map((name) => [name, null])),
  }
}

export function resultRow({ names, parsers, empty }: ResultColumns, texts: RowTexts): QueryResultRow {
  const row = { ...empty }
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index]
    const text = texts[index] ?? null
    if (name !== undefined && text !== null) row[name] = parsers[index]?.(text)
  }
  return row
}
