import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { sampleOrder } from '../harness/sample-order.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { startServiceProcess, type ServiceProcess } from '../harness/start-service-process.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const imported = z.object({ orderId: z.string(), source: z.string() })
const refused = z.object({ code: z.string() })

/** A process that waits for another one's import looks at its lease, five times a second. Nobody else only reads it. */
const sessionsThatLook = `
  SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'orderport'
    AND query LIKE '%SELECT source, failure_code%FROM import_flights%' AND query_start > $1`

/** An import that hangs at Amazon must still run when a slow machine has come to what the test does meanwhile. */
const patientImports = { UPSTREAM_TIMEOUT_MS: '50000' }

/** Two processes of the service on one database, one Amazon and one Vault. */
async function startTwoProcesses() {
  await using cleanup = new AsyncDisposableStack()
  const service = cleanup.use(await startOrderport())
  const environment = { ...service.environment, ...patientImports }
  const start = async () => cleanup.use(await startServiceProcess(environment))
  const [one, other] = await Promise.all([start(), start()])
  const owned = cleanup.move()
  const countOrders = async () => {
    const [row] = await service.database.superuserQuery('SELECT count(*)::int AS count FROM orders')
    return row?.['count']
  }
  /** Resolves when a process waits for the other one's import. */
  const aProcessWaits = async () => {
    const [clock] = await service.database.superuserQuery('SELECT clock_timestamp() AS now')
    const looking = () => service.database.superuserQuery(sessionsThatLook, [clock?.['now']])
    await expect.poll(looking, { timeout: 40_000 }).not.toEqual([])
  }
  return { ...service, one, other, countOrders, aProcessWaits, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** What the inbox's back end sends when an agent presses the button. */
function importOne({ address }: ServiceProcess, orderRef: string): Promise<Response> {
  return fetch(`${address}/api/v1/orders/import-one`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org' },
    body: JSON.stringify({ orderRef }),
  })
}

/** The imported order; throws for a refusal. */
async function orderFrom(answer: Promise<Response>): Promise<z.infer<typeof imported>> {
  return imported.parse(await (await answer).json())
}

async function codeFrom(answer: Promise<Response>): Promise<string> {
  return refused.parse(await (await answer).json()).code
}

/** Sends imports of the reference to the processes in turn. */
function importMany(processes: readonly [ServiceProcess, ServiceProcess], count: number): Promise<Response>[] {
  return Array.from({ length: count }, (_, index) => importOne(processes[index % 2 === 0 ? 0 : 1], reference))
}

describe('two service processes on one database', () => {
  it('50 simultaneous imports of one reference make one upstream call, one row and one id', async () => {
    await using fixture = await startTwoProcesses()
    const { amazon, one, other } = fixture
    fixture.connect(tenant).putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const answers = importMany([one, other], 50)
    await amazon.requestLog.received('getOrder')
    await fixture.aProcessWaits()
    amazon.faults.release()
    const orders = await Promise.all(answers.map((answer) => orderFrom(answer)))
    expect(orders).toHaveLength(50)
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1)
    expect(amazon.requestLog.count('getOrder')).toBe(1)
    expect(await fixture.countOrders()).toBe(1)
  })

  it('20 simultaneous imports without credentials make one stub with one id, and no upstream call', async () => {
    await using fixture = await startTwoProcesses()
    const answers = importMany([fixture.one, fixture.other], 20)
    const orders = await Promise.all(answers.map((answer) => orderFrom(answer)))
    expect(new Set(orders.map(({ orderId }) => orderId)).size).toBe(1)
    expect(orders.filter(({ source }) => source !== 'stub' && source !== 'cache')).toEqual([])
    expect(await fixture.countOrders()).toBe(1)
    expect(fixture.amazon.requestLog.requests).toEqual([])
  })

  it('a failure is shared with callers of the other process, and not stored: the next import succeeds', async () => {
    await using fixture = await startTwoProcesses()
    const { amazon, one, other } = fixture
    fixture.connect(tenant).putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    amazon.answerUnknownOrders('not-found')
    const absent = '171-0000000-0000009'
    const failures = [importOne(one, absent)]
    await amazon.requestLog.received('getOrder')
    failures.push(importOne(other, absent))
    await fixture.aProcessWaits()
    amazon.faults.release()
    expect(await Promise.all(failures.map((answer) => codeFrom(answer)))).toEqual([
      'ORDER_NOT_FOUND_FOR_TENANT',
      'ORDER_NOT_FOUND_FOR_TENANT',
    ])
    expect(amazon.requestLog.count('getOrder')).toBe(1)
    expect(await fixture.countOrders()).toBe(0)
    expect(await orderFrom(importOne(other, reference))).toMatchObject({ source: 'amazon_spapi' })
    expect(await codeFrom(importOne(other, absent))).toBe('ORDER_NOT_FOUND_FOR_TENANT')
    expect(amazon.requestLog.count('getOrder')).toBe(3)
  })

  it('when a process is killed while Amazon hangs, the one that waits makes its import', async () => {
    await using fixture = await startTwoProcesses()
    const { amazon, one, other } = fixture
    fixture.connect(tenant).putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const lost = importOne(one, reference).then(
      () => 'answered',
      () => 'lost',
    )
    await amazon.requestLog.received('getOrder')
    const waiting = orderFrom(importOne(other, reference))
    await fixture.aProcessWaits()
    one.signal('SIGKILL')
    expect(await lost).toBe('lost')
    expect(await waiting).toMatchObject({ source: 'amazon_spapi' })
    expect(amazon.requestLog.count('getOrder')).toBe(2)
    expect(await fixture.countOrders()).toBe(1)
  })

  it('a process that is suspended while Amazon hangs and loses its lease writes nothing after it resumes', async () => {
    await using fixture = await startTwoProcesses()
    const { amazon, database, one, other } = fixture
    const seller = fixture.connect(tenant)
    seller.putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const holding = orderFrom(importOne(one, reference))
    await amazon.requestLog.received('getOrder')
    const waiting = orderFrom(importOne(other, reference))
    await fixture.aProcessWaits()
    one.signal('SIGSTOP')
    const takenOver = await waiting
    expect(takenOver.source).toBe('amazon_spapi')
    const stored = await database.superuserQuery('SELECT orders.*, xmin FROM orders')
    // The suspended process gets a newer order: only the fencing token keeps it from writing.
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
    seller.putOrder(sampleOrder(reference, (order) => ({ ...order, lastUpdatedTime: tomorrow })))
    amazon.faults.release()
    one.signal('SIGCONT')
    expect(await holding).toEqual({ orderId: takenOver.orderId, source: 'cache' })
    expect(stored).toHaveLength(1)
    expect(await database.superuserQuery('SELECT orders.*, xmin FROM orders')).toEqual(stored)
  })

  it('a process that is told to stop finishes its import, and the one that waits gets it', async () => {
    await using fixture = await startTwoProcesses()
    const { amazon, one, other } = fixture
    fixture.connect(tenant).putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
    const holding = orderFrom(importOne(one, reference))
    await amazon.requestLog.received('getOrder')
    const waiting = orderFrom(importOne(other, reference))
    await fixture.aProcessWaits()
    one.signal('SIGTERM')
    amazon.faults.release()
    expect(await one.ended).toBe(0)
    expect(await waiting).toEqual(await holding)
    expect(amazon.requestLog.count('getOrder')).toBe(1)
  })
})

it('a first import makes one upstream call once the token is cached', async () => {
  await using service = await startOrderport()
  const seller = service.connect(tenant)
  seller.putOrder(sampleOrder('171-0000000-0000001'))
  await service.importOne(tenant, '171-0000000-0000001')
  seller.putOrder(sampleOrder(reference))
  service.amazon.requestLog.clear()
  expect((await service.importOne(tenant, reference)).status).toBe(200)
  expect(service.amazon.requestLog.requests.map(({ operation }) => operation)).toEqual(['getOrder'])
})
