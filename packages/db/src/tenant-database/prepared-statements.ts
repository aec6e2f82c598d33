import { DatabaseError, type Connection, type FieldDef, type PoolClient, type QueryConfig } from 'pg'
import { Exchange, type Outcome } from './exchange.ts'
import { resultColumns, type ResultColumns } from './result-rows.ts'

interface PreparedStatement {
  readonly text: string
  /** Known once it is prepared. */
  readonly columns: ResultColumns | Promise<ResultColumns>
}

const preparedOn = new WeakMap<PoolClient, Map<string, PreparedStatement>>()

/**
 * Returns the columns of a statement with a name, which is prepared when a session meets it first; a promise until
 * then. Throws for a name that stands for another statement: that one would run.
 */
export function preparedColumns(client: PoolClient, { name = '', text }: QueryConfig) {
  const statements = preparedOn.get(client) ?? new Map<string, PreparedStatement>()
  preparedOn.set(client, statements)
  const known = statements.get(name)
  if (known !== undefined && known.text !== text) throw new Error(`Two statements have the name ${name}.`)
  if (known !== undefined) return known.columns
  const preparing = prepare(client, name, text)
  statements.set(name, { text, columns: preparing })
  preparing.then(
    (columns) => statements.set(name, { text, columns }),
    () => statements.delete(name),
  )
  return preparing
}

/**
 * True where Postgres refuses a prepared statement because a table has changed since: the result has other columns, or
 * columns of other types. Its message is in the server's language.
 */
export function isPlanStale(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}

/** Returns the statement as one that isn't prepared. */
export function unprepared({ name: _name, ...statement }: QueryConfig): QueryConfig {
  return statement
}

function prepare(client: PoolClient, name: string, text: string): Promise<ResultColumns> {
  return new Promise((resolve, reject) => {
    client.query(new Preparation(name, text, { resolve, reject }))
  })
}

class Preparation extends Exchange<ResultColumns> {
  readonly #name: string
  readonly #text: string
  #columns = resultColumns([])

  constructor(name: string, text: string, outcome: Outcome<ResultColumns>) {
    super(outcome)
    this.#name = name
    this.#text = text
  }

  protected send(connection: Connection): void {
    connection.parse({ name: this.#name, text: this.#text, types: [] }, true)
    connection.describe({ type: 'S', name: this.#name }, true)
  }

  protected result(): ResultColumns {
    return this.#columns
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = resultColumns(fields)
  }
}
