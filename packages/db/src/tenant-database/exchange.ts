import { Query, type Connection } from 'pg'

export interface Outcome<T> {
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/**
 * Messages up to one Sync, and their answer. `pg` calls its methods while it sends a query and reads what comes back.
 * Its own Query sends one statement with each Sync; in PostgreSQL's extended protocol, all statements before one Sync
 * are one transaction. https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export abstract class Exchange<T> extends Query {
  /** Called by `pg`, which wraps it to limit the wait. */
  callback: (error: Error | null) => void

  constructor({ resolve, reject }: Outcome<T>) {
    super('')
    this.callback = (error) => {
      if (error !== null) return reject(error)
      try {
        resolve(this.result())
      } catch (unreadable) {
        reject(unreadable)
      }
    }
  }

  /** Sends all messages but the Sync. Must not throw: half a transaction would be left on the connection. */
  protected abstract send(connection: Connection): void
  protected abstract result(): T

  /** Messages of one turn of the event loop leave in one write. */
  override submit = (connection: Connection): void => {
    const { stream } = connection
    stream.cork()
    setImmediate(() => stream.uncork())
    this.send(connection)
    connection.sync()
  }

  handleError(error: Error): void {
    this.callback(error)
  }

  handleReadyForQuery(): void {
    this.callback(null)
  }
}
