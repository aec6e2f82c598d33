import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Cut {
  /** The number of the statement, from 1 over all connections. */
  readonly at: number
  /** `statement`: the server never receives it. `answer`: the server runs it, and its answer is lost. */
  readonly loses: 'statement' | 'answer'
}

/** A proxy to PostgreSQL that counts statements, and dies at one of them as a killed client would. */
export interface StatementProxy extends AsyncDisposable {
  readonly port: number
  /** Returns the number of statements sent so far. */
  count(): number
}

/** Starts a proxy on 127.0.0.1. From the cut on, every connection is broken and new ones are refused. */
export async function startStatementProxy(targetPort: number, cut: Cut | null): Promise<StatementProxy> {
  const sockets = new Set<Socket>()
  let count = 0
  let dead = false
  const die = (): void => {
    dead = true
    sockets.forEach((socket) => socket.destroy())
  }
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', noDelay: true })
    let answerIsLost = false
    for (const [side, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(side)
      // Reported by `close`, which follows.
      side.on('error', () => {})
      side.on('close', () => {
        sockets.delete(side)
        other.destroy()
      })
    }
    if (dead) client.destroy()
    // The first message of a connection has no type. A statement with parameters is several messages, up to a Sync
    // ('S').
    let statement: Buffer[] = []
    const toServer = messageReader(false, (type, message) => {
      statement.push(message)
      if (partOfStatement.has(type)) return
      const whole = Buffer.concat(statement)
      statement = []
      if (type === 'Q' || type === 'S') {
        count += 1
        if (count === cut?.at && cut.loses === 'statement') return die()
        answerIsLost = count === cut?.at
      }
      upstream.write(whole)
    })
    const toClient = messageReader(true, (type, message) => {
      if (!answerIsLost) client.write(message)
      else if (type === 'Z') die()
    })
    client.on('data', toServer)
    upstream.on('data', toClient)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  return {
    port: address.port,
    count: () => count,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      die()
      await closed
    },
  }
}

/** Parse, Bind, Describe, Execute, Close: passed on together with their Sync. */
const partOfStatement: ReadonlySet<string> = new Set(['P', 'B', 'D', 'E', 'C'])

/**
 * Splits a stream of bytes into messages of PostgreSQL's protocol: a type of one byte, a length of four bytes that
 * includes itself, the content. A client's first message has no type, and is passed on with ''.
 */
function messageReader(typed: boolean, take: (type: string, message: Buffer) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0)
  let header = typed ? 1 : 0
  return (chunk) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= header + 4) {
      const length = header + pending.readInt32BE(header)
      if (pending.length < length) return
      const message = pending.subarray(0, length)
      pending = pending.subarray(length)
      const type = header === 0 ? '' : message.toString('latin1', 0, 1)
      header = 1
      take(type, message)
    }
  }
}
