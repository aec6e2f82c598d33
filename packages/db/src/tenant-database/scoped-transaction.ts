import type { Connection, FieldDef, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg'
import { Exchange, type Outcome } from './exchange.ts'
import { parameterOf } from './parameter.ts'
import { preparedColumns } from './prepared-statements.ts'
import { resultColumns, resultRow, type ResultColumns, type RowTexts } from './result-rows.ts'

/** A statement, and the tenant whose rows it sees and writes; an empty `scope` stands for no tenant. */
export interface ScopedStatement {
  readonly scope: string
  readonly statement: QueryConfig
}

/** What a statement returned. Rows have the type that the caller names: it parses what it reads. */
export type StatementResult<Row extends QueryResultRow> = Pick<QueryResult<Row>, 'rows' | 'rowCount'>

/** A result whose caller isn't known here. */
export type AnyResult = Pick<QueryResult, 'rows' | 'rowCount'>

/**
 * Runs the statements in one transaction of a session of our own, each as its tenant, in one round trip. A statement
 * with a `name` is prepared on its first use. Returns a result for each statement, in their order.
 */
export async function runScoped(
  client: PoolClient,
  statements: readonly ScopedStatement[],
): Promise<readonly AnyResult[]> {
  const steps: Step[] = []
  let current: string | null = null
  for (const { scope, statement } of statements) {
    // Awaited at the first use alone: statements of the same turn of the event loop are then sent together.
    if (scope !== current) {
      const naming = stepOf(client, setScope(scope), false)
      steps.push(naming instanceof Promise ? await naming : naming)
      current = scope
    }
    const step = stepOf(client, statement, true)
    steps.push(step instanceof Promise ? await step : step)
  }
  try {
    return await new Promise((resolve, reject) => {
      client.query(new ScopedTransaction(steps, { resolve, reject }))
    })
  } catch (error) {
    // The stack leads to the socket; where the statement comes from tells more.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

/** Names the tenant of the statements that follow. The setting ends with the transaction. */
export function setScope(scope: string): QueryConfig {
  return {
    name: 'orderport_scope',
    text: `SELECT set_config('orderport.tenant_id', $1, true)`,
    values: [scope],
  }
}

interface Step {
  /** False where the result is left out: the step only names the tenant of those that follow. */
  readonly isAskedFor: boolean
  /** Empty for a statement that isn't prepared. */
  readonly name: string
  readonly text: string
  readonly parameters: (string | Buffer | null)[]
  /** Null for a statement that isn't prepared: the answer describes its columns. */
  readonly columns: ResultColumns | null
}

function stepOf(client: PoolClient, { name = '', text, values = [] }: QueryConfig, isAskedFor: boolean) {
  const step = { isAskedFor, name, text, parameters: values.map(parameterOf) }
  if (name === '') return { ...step, columns: null }
  const columns = preparedColumns(client, { name, text })
  return columns instanceof Promise ? columns.then((known) => ({ ...step, columns: known })) : { ...step, columns }
}

interface Answer {
  readonly rows: RowTexts[]
  columns: ResultColumns | null
  rowCount: number
}

class ScopedTransaction extends Exchange<readonly AnyResult[]> {
  readonly #steps: readonly Step[]
  readonly #answers: Answer[] = []
  #answer: Answer = { rows: [], columns: null, rowCount: 0 }

  constructor(steps: readonly Step[], outcome: Outcome<readonly AnyResult[]>) {
    super(outcome)
    this.#steps = steps
  }

  protected send(connection: Connection): void {
    for (const { name, text, parameters } of this.#steps) {
      if (name === '') connection.parse({ name, text, types: [] }, true)
      connection.bind({ statement: name, values: parameters }, true)
      if (name === '') connection.describe({ type: 'P', name }, true)
      connection.execute(null, true)
    }
  }

  protected result(): readonly AnyResult[] {
    return this.#answers.flatMap(({ rows, columns, rowCount }, index) => {
      const step = this.#steps[index]
      if (step === undefined || !step.isAskedFor) return []
      const described = columns ?? step.columns ?? resultColumns([])
      return [{ rows: rows.map((texts) => resultRow(described, texts)), rowCount }]
    })
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#answer.columns = resultColumns(fields)
  }

  handleDataRow({ fields }: { readonly fields: RowTexts }): void {
    this.#answer.rows.push(fields)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#answer.rowCount = rowCountIn(text)
    this.#answers.push(this.#answer)
    this.#answer = { rows: [], columns: null, rowCount: 0 }
  }
}

/** Returns the number at the end of a command's tag, such as `INSERT 0 1` or `SELECT 50`; 0 where there is none. */
function rowCountIn(tag: string): number {
  return Number(/\d+$/.exec(tag)?.[0] ?? 0)
}
