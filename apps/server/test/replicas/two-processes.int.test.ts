import { expect, it } from 'vitest'
import { z } from 'zod'
import { sampleOrder } from '../harness/sample-order.ts'
import { startServiceProcess, type ServiceProcess } from '../harness/start-service-process.ts'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const imported = z.object({ orderId: z.string(), source: z.string() })
const refused = z.object({ code: z.string() })

/** How often the leases were read without a write, as a process does that waits for another one's import. */
const looksSql = `SELECT (idx_scan - n_tup_upd - n_tup_ins)::int AS looks FROM pg_stat_user_tables WHERE relname = 'import_flights'`

/** Two processes of the service on one database, one Amazon and one Vault. */
async function twoProcesses(variables: Record<string, string> = {}) {
  await using started = new AsyncDisposableStack()
  const service = started.use(await startOrderport())
  const one = started.use(await startServiceProcess({ ...service.environment, ...variables }))
  const other = started.use(await startServiceProcess({ ...service.environment, ...variables }))
  const owned = started.move()
  const countOrders = async () => {
    const [row] = await service.database.superuserQuery('SELECT count(*)::int AS count FROM orders')
    return row?.['count']
  }
  const countLooks = async () => {
    const [row] = await service.database.superuserQuery(looksSql)
    return Number(row?.['looks'])
  }
  /** Resolves when a process waits for the other one's import. Postgres counts with a delay of a second. */
  const somebodyWaits = async () => {
    const before = await countLooks()
    await expect.poll(countLooks, { timeout: 10_000 }).toBeGreaterThan(before + 2)
  }
  return { ...service, one, other, countOrders, somebodyWaits, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** What the inbox's back end sends when an agent presses the button. */
function importOne({ address }: ServiceProcess, orderRef: string): Promise<Response> {
  return fetch(`${address}/api/v1/orders/import-one`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' },
    body: JSON.stringify({ orderRef }),
  })
}

/** The order that an import gave; throws for a refusal. */
async function orderOf(answer: Promise<Response>): Promise<z.infer<typeof imported>> {
  return imported.parse(await (await answer).json())
}

async function codeOf(answer: Promise<Response>): Promise<string> {
  return refused.parse(await (await answer).json()).code
}

function many(processes: readonly ServiceProcess[], count: number): Promise<Response>[] {
  return Array.from({ length: count }, (_, index) => {
    const process = processes[index % processes.length]
    if (process === undefined) throw new Error('There is no process.')
    return importOne(process, reference)
  })
}

it('two service processes on one database: 50 simultaneous imports of one reference → one upstream call, one row, one id', async () => {
  await using f = await twoProcesses()
  f.connect(tenant).putOrder(sampleOrder(reference))
  f.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const answers = many([f.one, f.other], 50)
  await f.amazon.requestLog.received('getOrder')
  await f.somebodyWaits()
  f.amazon.faults.release()
  const orders = await Promise.all(answers.map((answer) => orderOf(answer)))
  expect(orders).toHaveLength(50)
  expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1)
  expect(f.amazon.requestLog.count('getOrder')).toBe(1)
  expect(await f.countOrders()).toBe(1)
  process.stdout.write('50 simultaneous imports over two processes: 1 upstream call, 1 row, 1 id\n')
})

it('a stub asked for over two processes at once is one row with one id, and nobody asks Amazon', async () => {
  await using f = await twoProcesses()
  const orders = await Promise.all(many([f.one, f.other], 20).map((answer) => orderOf(answer)))
  expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1)
  expect(orders.filter(({ source }) => source !== 'stub' && source !== 'cache')).toEqual([])
  expect(await f.countOrders()).toBe(1)
  expect(f.amazon.requestLog.requests).toEqual([])
})

it('a failure is shared by those who wait in another process and stored nowhere; the next import succeeds', async () => {
  await using f = await twoProcesses()
  f.connect(tenant).putOrder(sampleOrder(reference))
  f.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  f.amazon.answerUnknownOrders('not-found')
  const absent = '171-0000000-0000009'
  const failures = [importOne(f.one, absent)]
  await f.amazon.requestLog.received('getOrder')
  failures.push(importOne(f.other, absent))
  await f.somebodyWaits()
  f.amazon.faults.release()
  expect(await Promise.all(failures.map((answer) => codeOf(answer)))).toEqual([
    'ORDER_NOT_FOUND_FOR_TENANT',
    'ORDER_NOT_FOUND_FOR_TENANT',
  ])
  expect(f.amazon.requestLog.count('getOrder')).toBe(1)
  expect(await f.countOrders()).toBe(0)
  expect(await orderOf(importOne(f.other, reference))).toMatchObject({ source: 'amazon_spapi' })
  expect(await codeOf(importOne(f.other, absent))).toBe('ORDER_NOT_FOUND_FOR_TENANT')
  expect(f.amazon.requestLog.count('getOrder')).toBe(3)
})

it('a process killed while Amazon hangs leaves its import to the one that waits', async () => {
  await using f = await twoProcesses({ UPSTREAM_TIMEOUT_MS: '8000' })
  f.connect(tenant).putOrder(sampleOrder(reference))
  f.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const lost = importOne(f.one, reference).then(
    () => 'answered',
    () => 'lost',
  )
  await f.amazon.requestLog.received('getOrder')
  const waiting = orderOf(importOne(f.other, reference))
  await f.somebodyWaits()
  f.one.signal('SIGKILL')
  expect(await lost).toBe('lost')
  expect(await waiting).toMatchObject({ source: 'amazon_spapi' })
  expect(f.amazon.requestLog.count('getOrder')).toBe(2)
  expect(await f.countOrders()).toBe(1)
})

it('a process suspended while Amazon hangs loses its lease, and writes nothing when it goes on', async () => {
  await using f = await twoProcesses({ UPSTREAM_TIMEOUT_MS: '8000' })
  const seller = f.connect(tenant)
  seller.putOrder(sampleOrder(reference))
  f.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const suspended = orderOf(importOne(f.one, reference))
  await f.amazon.requestLog.received('getOrder')
  const waiting = orderOf(importOne(f.other, reference))
  await f.somebodyWaits()
  f.one.signal('SIGSTOP')
  const winner = await waiting
  expect(winner.source).toBe('amazon_spapi')
  const stored = await f.database.superuserQuery('SELECT orders.*, xmin FROM orders')
  // The suspended process gets a newer answer: only its lost lease keeps it from writing.
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  seller.putOrder(sampleOrder(reference, (order) => ({ ...order, lastUpdatedTime: tomorrow })))
  f.amazon.faults.release()
  f.one.signal('SIGCONT')
  expect(await suspended).toEqual({ orderId: winner.orderId, source: 'cache' })
  expect(stored).toHaveLength(1)
  expect(await f.database.superuserQuery('SELECT orders.*, xmin FROM orders')).toEqual(stored)
})

it('a process told to stop finishes its import, and the process that waits for it gets the result', async () => {
  await using f = await twoProcesses()
  f.connect(tenant).putOrder(sampleOrder(reference))
  f.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const stopping = orderOf(importOne(f.one, reference))
  await f.amazon.requestLog.received('getOrder')
  const waiting = orderOf(importOne(f.other, reference))
  await f.somebodyWaits()
  f.one.signal('SIGTERM')
  f.amazon.faults.release()
  expect(await f.one.ended).toBe(0)
  expect(await waiting).toEqual(await stopping)
  expect(f.amazon.requestLog.count('getOrder')).toBe(1)
})

it('a cold import with a warm token makes one upstream call', async () => {
  await using service = await startOrderport()
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder('171-0000000-0000001'))
  await service.importOne(tenant, '171-0000000-0000001')
  seller.putOrder(sampleOrder(reference))
  service.amazon.requestLog.clear()
  expect((await service.importOne(tenant, reference)).status).toBe(200)
  const calls = service.amazon.requestLog.requests.map(({ operation }) => operation)
  process.stdout.write(`a cold import with a warm token makes ${calls.length} upstream call: ${calls.join(', ')}\n`)
  expect(calls).toEqual(['getOrder'])
})
