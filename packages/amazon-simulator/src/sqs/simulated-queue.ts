import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isRecord, parseObject } from '../request.ts'
import { md5, MessageStore } from './message-store.ts'

export interface SimulatedQueueOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string
  /** Default: a free one. */
  readonly port?: number
  /** Milliseconds since 1970. */
  readonly now?: () => number
  /** How long a received message is hidden, unless the request says. Default: 30,000. */
  readonly visibilityMs?: number
}

/** A stand-in for a standard queue of Amazon's Simple Queue Service, by the AWS SDK's JSON protocol. */
export interface SimulatedQueue extends AsyncDisposable {
  /** The queue's URL, for requests. */
  readonly queueUrl: string
  /** What an AWS client is told as its endpoint. */
  readonly endpoint: string
  /** How many messages wait, how many were received and not deleted, how many were deleted. */
  readonly counts: MessageStore['counts']
  /** Adds a message, `copies` times. An object is sent as JSON. */
  send(body: unknown, copies?: number): void
  /** Shows every message that was received and not deleted again, as when its time has passed. */
  reappear(): void
  /** Puts the waiting messages into the opposite order. */
  reverseOrder(): void
  /** Answers the next `times` requests with this status and type of error. */
  fail(status: number, type: string, times?: number): void
  /** Resolves once this many messages have been deleted. Rejects when the queue closes first. */
  deleted(count: number): Promise<void>
  close(): Promise<void>
}

interface Failure {
  readonly status: number
  readonly type: string
  left: number
}

/** Starts a queue. */
export async function startSimulatedQueue(options: SimulatedQueueOptions = {}): Promise<SimulatedQueue> {
  const { host = '127.0.0.1', port = 0, now = Date.now, visibilityMs = 30_000 } = options
  const store = new MessageStore(now, randomUUID)
  const failures: Failure[] = []
  const changes = new EventTarget()
  const changed = (): boolean => changes.dispatchEvent(new Event('change'))
  const closing = new AbortController()

  async function answer(action: string, input: Readonly<Record<string, unknown>>, gone: AbortSignal): Promise<Reply> {
    switch (action) {
      case 'SendMessage': {
        const body = String(input['MessageBody'])
        const id = store.send(body)
        changed()
        return { status: 200, body: { MessageId: id, MD5OfMessageBody: md5(body) } }
      }
      case 'DeleteMessage':
        store.delete(String(input['ReceiptHandle']))
        changed()
        return { status: 200, body: {} }
      case 'ReceiveMessage': {
        const most = Number(input['MaxNumberOfMessages'] ?? 1)
        const hiddenMs = 'VisibilityTimeout' in input ? Number(input['VisibilityTimeout']) * 1000 : visibilityMs
        const until = Date.now() + Number(input['WaitTimeSeconds'] ?? 0) * 1000
        for (;;) {
          const messages = gone.aborted ? [] : store.receive(most, hiddenMs)
          const left = until - Date.now()
          if (messages.length > 0 || left <= 0 || gone.aborted) return { status: 200, body: { Messages: messages } }
          await changeWithin(Math.min(left, store.msUntilVisible() ?? left), gone)
        }
      }
      default:
        return failureOf(400, 'com.amazonaws.sqs#UnsupportedOperation')
    }
  }

  /** Resolves with the next change, when the time has passed, or when the caller or the queue goes away. */
  async function changeWithin(ms: number, gone: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    const listened = new AbortController()
    const { signal } = listened
    changes.addEventListener('change', () => resolve(), { signal })
    gone.addEventListener('abort', () => resolve(), { signal })
    await promise
    clearTimeout(timer)
    listened.abort()
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    const target = String(incoming.headers['x-amz-target'])
    const input = parseObject(await textOf(incoming)) ?? {}
    const failure = failures.find(({ left }) => left > 0)
    if (failure !== undefined) failure.left -= 1
    const reply = await (failure === undefined
      ? answer(target.replace(/^AmazonSQS\./, ''), input, AbortSignal.any([gone.signal, closing.signal]))
      : failureOf(failure.status, failure.type))
    outgoing.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(reply.body))
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy())
  })
  const listening = Promise.withResolvers<void>()
  server.once('error', listening.reject)
  server.listen(port, host, listening.resolve)
  await listening.promise
  const address = server.address()
  if (!isRecord(address) || typeof address['port'] !== 'number') throw new Error('the queue has no port')
  const endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${address['port']}`

  const close = async (): Promise<void> => {
    closing.abort()
    changed()
    const closed = Promise.withResolvers<void>()
    server.close(() => closed.resolve())
    server.closeAllConnections()
    await closed.promise
  }
  return {
    queueUrl: `${endpoint}/000000000000/notifications`,
    endpoint,
    get counts() {
      return store.counts
    },
    send(body, copies = 1) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      for (let copy = 0; copy < copies; copy += 1) store.send(text)
      changed()
    },
    reappear() {
      store.reappear()
      changed()
    },
    reverseOrder: () => store.reverseOrder(),
    fail: (status, type, times = 1) => void failures.push({ status, type, left: times }),
    async deleted(count) {
      while (store.counts.deleted < count) {
        if (closing.signal.aborted) throw new Error(`the queue closed before ${count} messages were deleted`)
        const { promise, resolve } = Promise.withResolvers<void>()
        changes.addEventListener('change', () => resolve(), { once: true })
        await promise
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Reply {
  readonly status: number
  readonly body: unknown
}

function failureOf(status: number, type: string): Reply {
  return { status, body: { __type: type, message: 'Refused by the simulated queue' } }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
