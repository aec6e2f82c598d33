import { Agent, get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { startTcpProxy } from '@orderport/embedded-postgres'
import { describe, expect, it } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { startServiceProcess, type ServiceProcess } from '../harness/start-service-process.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'

interface Answer {
  readonly status: number
  /** Whether the client was told to use another connection from now on. */
  readonly isLast: boolean
}

type Headers = Readonly<Record<string, string>>

/** Asks as a back end does that uses `fetch`. */
async function askByFetch(url: string, headers: Headers): Promise<Answer> {
  const answer = await fetch(url, { headers })
  await answer.text()
  return { status: answer.status, isLast: answer.headers.get('connection') === 'close' }
}

/** Returns what asks as a back end does that keeps an agent of `node:http`. */
function agentClient() {
  const agent = new Agent({ keepAlive: true })
  return async (url: string, headers: Headers): Promise<Answer> => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { agent, headers }, resolve).on('error', reject)
    })
    await text(answer)
    return { status: answer.statusCode ?? 0, isLast: answer.headers.connection === 'close' }
  }
}

interface LoopOptions {
  readonly from: string
  /** Where a load balancer sends the client's later connections. */
  readonly to: string
  readonly headers: Headers
}

/** What is answered on a machine too busy for the database. That is an answer too, and a connection that works. */
const slowDatabase = 503

/** Asks without a pause until told to leave, then asks elsewhere. Returns every status, or the error that came. */
function loop(ask: (url: string, headers: Headers) => Promise<Answer>, { from, to, headers }: LoopOptions) {
  const warm = Promise.withResolvers<void>()
  const outcomes = new Set<string>()
  const run = async (): Promise<readonly string[]> => {
    try {
      for (let count = 1; ; count += 1) {
        const { status, isLast } = await ask(from, headers)
        if (status !== slowDatabase) outcomes.add(`${status}`)
        if (count === 5) warm.resolve()
        if (isLast) break
      }
      for (let count = 0; count < 3; count += 1) {
        const { status } = await ask(to, headers)
        if (status !== slowDatabase) outcomes.add(`${status}`)
      }
    } catch (error) {
      warm.resolve()
      outcomes.add(String(error instanceof Error ? (error.cause ?? error) : error))
    }
    return [...outcomes]
  }
  return { warm: warm.promise, finished: run() }
}

/** Imports an order. On a busy machine the database may be too slow for the first attempts. */
async function importUntilCutOff({ address }: ServiceProcess): Promise<string> {
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
    body: JSON.stringify({ orderRef: reference }),
  }
  try {
    for (;;) {
      const answer = await fetch(`${address}/api/v1/orders/import-one`, request)
      if (answer.status !== 503) return await answer.text()
    }
  } catch {
    return 'cut off'
  }
}

async function readiness({ address }: ServiceProcess): Promise<number> {
  return (await fetch(`${address}/readyz`)).status
}

describe.concurrent('a service that is told to stop', () => {
  it(
    'fails no request of twenty clients that keep connections, and turns unready first',
    { timeout: 150_000 },
    async () => {
      await using service = await startOrderport()
      service.connect(tenant).putOrder(sampleOrder(reference))
      await service.importOne(tenant, reference)
      const { key } = await service.addApiKey(tenant)
      const environment = { ...service.environment, PUBLIC_PORT: '0', SHUTDOWN_DELAY_MS: '15000' }
      await using before = await startServiceProcess(environment)
      await using after = await startServiceProcess({ ...environment, SHUTDOWN_DELAY_MS: '0' })

      const peer = { 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' }
      const internal = (at: ServiceProcess) => `${at.address}/api/v1/orders/${reference}`
      const external = (at: ServiceProcess) => `${at.publicAddress ?? ''}/trpc/orders.list`
      const routes = [
        { from: internal(before), to: internal(after), headers: peer },
        { from: external(before), to: external(after), headers: { 'x-api-key': key } },
      ]
      const clients = Array.from({ length: 5 }, () => [askByFetch, agentClient()])
        .flat()
        .flatMap((ask) => routes.map((route) => loop(ask, route)))
      expect(clients).toHaveLength(20)
      await Promise.all(clients.map(({ warm }) => warm))

      before.signal('SIGTERM')
      await expect.poll(() => readiness(before), { timeout: 60_000 }).toBe(503)
      const outcomes = await Promise.all(clients.map(({ finished }) => finished))
      expect(outcomes).toEqual(clients.map(() => ['200']))
      expect(await before.ended).toBe(0)
      expect(await readiness(after)).toBe(200)
    },
  )

  it(
    'exits with 0 although Amazon and the database hang and an import has two minutes',
    { timeout: 150_000 },
    async () => {
      await using service = await startOrderport()
      service.connect(tenant).putOrder(sampleOrder(reference))
      service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
      const database = new URL(service.database.runtimeUrl)
      await using proxy = await startTcpProxy({ targetPort: Number(database.port) })
      Object.assign(database, { hostname: '127.0.0.1', port: String(proxy.port) })
      const environment = { ...service.environment, DATABASE_URL: database.href, UPSTREAM_TIMEOUT_MS: '120000' }
      await using process = await startServiceProcess(environment)
      const lost = importUntilCutOff(process)
      await service.amazon.requestLog.received('getOrder')
      proxy.freeze()
      process.signal('SIGTERM')
      expect(await process.ended).toBe(0)
      expect(await lost).toBe('cut off')
    },
  )
})
