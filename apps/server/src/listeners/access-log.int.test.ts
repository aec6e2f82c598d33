import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { recordLog, type RecordedLog } from '../../test/harness/recorded-log.ts'
import { headerOf, sendRaw } from '../../test/harness/raw-request.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'

const reference = '171-4093870-1757126'
const restFailure = z.object({ code: z.string(), requestId: z.string() })
const trpcFailure = z.object({ error: z.object({ data: z.object({ appCode: z.string(), requestId: z.string() }) }) })

async function startLogged() {
  const recorded = recordLog()
  return { ...(await startOrderport({}, { log: recorded.log })), recorded }
}

/** Returns what `grep` finds for a request id, once its access line is written. */
async function linesOf({ written, lines }: RecordedLog, requestId: string) {
  const access = await written({ msg: 'request', requestId })
  return {
    access,
    attempts: lines.filter((line) => line['msg'] === 'upstream attempt' && line['requestId'] === requestId),
  }
}

it.each([
  [
    'REST',
    '/api/v1/orders/import-one',
    { method: 'POST', route: '/api/v1/orders/import-one', procedure: 'orders.import' },
  ],
  ['tRPC', '/trpc/orders.import', { method: 'POST', route: '/trpc/:path', procedure: 'orders.import' }],
])(
  'the id of an import over %s leads to its access line, its attempts and its audit row',
  async (_name, path, route) => {
    await using service = await startLogged()
    const { recorded } = service
    service.connect('boutique-lyon').putOrder(sampleOrder(reference))
    const answer = await service.call(path, {
      method: 'POST',
      headers: { 'x-tenant-id': 'boutique-lyon', 'x-user-email': 'agent@example.org' },
      body: { orderRef: reference },
    })
    const requestId = answer.headers.get('x-request-id') ?? ''
    const { access, attempts } = await linesOf(recorded, requestId)
    expect(access).toEqual({
      level: 'info',
      time: expect.any(String),
      service: 'orderport',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      requestId,
      ...route,
      status: 200,
      code: null,
      tenantId: 'boutique-lyon',
      caller: 'peer',
      durationMs: expect.any(Number),
      attempts: 2,
      msg: 'request',
    })
    expect(attempts.map(({ attempt }) => attempt)).toMatchObject(
      service.amazon.requestLog.requests.map((sent) => ({ amazonRequestId: sent.requestId, status: 200 })),
    )
    expect(attempts).toHaveLength(2)
    const audited = await service.database.superuserQuery(
      'SELECT tenant_id, action, outcome FROM audit_event WHERE request_id = $1',
      [requestId],
    )
    expect(audited).toEqual([{ tenant_id: 'boutique-lyon', action: 'orders.import', outcome: 'ok' }])
  },
)

it('a failure’s body names the id under which the log has its code, its reason and its attempts', async () => {
  await using service = await startLogged()
  const { recorded } = service
  service.connect('boutique-lyon')
  for (let times = 0; times < 6; times += 1) {
    service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'internal-failure' } })
  }
  const rest = restFailure.parse((await service.importOne('boutique-lyon', reference)).body)
  const trpc = trpcFailure.parse(
    (
      await service.call('/trpc/orders.import', {
        method: 'POST',
        headers: { 'x-tenant-id': 'boutique-lyon' },
        body: { orderRef: reference },
      })
    ).body,
  ).error.data
  const failure = { status: 502, code: 'UPSTREAM_ERROR', detail: expect.stringContaining('getOrder answered 500') }
  const first = await linesOf(recorded, rest.requestId)
  expect(first.access).toMatchObject({ ...failure, attempts: 4 })
  expect(first.attempts).toHaveLength(4)
  const second = await linesOf(recorded, trpc.requestId)
  expect(second.access).toMatchObject({ ...failure, attempts: 3 })
  expect(second.attempts).toHaveLength(3)
})

it('the line of a batch names each procedure and its code', async () => {
  await using service = await startLogged()
  const { recorded } = service
  const input = encodeURIComponent(JSON.stringify({ 0: {}, 1: { orderId: reference } }))
  await service.call(`/trpc/orders.list,orders.get?batch=1&input=${input}`, {
    headers: { 'x-tenant-id': 'boutique-lyon', 'x-request-id': 'batch-1' },
  })
  const { access } = await linesOf(recorded, 'batch-1')
  expect(access).toMatchObject({
    status: 207,
    code: 'ORDER_NOT_FOUND',
    procedures: [
      { procedure: 'orders.list', code: null },
      { procedure: 'orders.get', code: 'ORDER_NOT_FOUND' },
    ],
    tenantId: 'boutique-lyon',
  })
})

it('probes and scrapes are logged at debug alone', async () => {
  await using service = await startLogged()
  const { recorded } = service
  for (const path of ['/livez', '/readyz', '/health', '/metrics']) {
    const { headers } = await service.call(path)
    const { access } = await linesOf(recorded, headers.get('x-request-id') ?? '')
    expect(access).toMatchObject({ level: 'debug', route: path, status: 200 })
  }
})

it('a request that no route reads has a line under the id that its answer names', async () => {
  await using service = await startLogged()
  const { recorded } = service
  const unknown = await sendRaw(service.address, '/nowhere?q=camille', { method: 'GET', headers: [] })
  const badUrl = await sendRaw(service.address, '/api/v1/orders/%E0', { method: 'GET', headers: [] })
  const expecting = await sendRaw(service.address, '/livez', { method: 'GET', headers: [['expect', 'camille']] })
  for (const [answer, line] of [
    [unknown, { method: 'GET', route: null, status: 404, code: 'ROUTE_NOT_FOUND' }],
    [badUrl, { method: 'GET', status: 400, code: 'INVALID_REQUEST' }],
    [expecting, { method: null, route: null, status: 400, code: 'INVALID_REQUEST' }],
  ] as const) {
    const { access } = await linesOf(recorded, headerOf(answer, 'x-request-id') ?? '')
    expect(access).toMatchObject({ level: 'info', ...line })
  }
  const { hostname, port } = new URL(service.address)
  const socket = connect(Number(port), hostname)
  socket.write('not HTTP\r\n\r\n')
  const [, body = ''] = (await text(socket)).split('\r\n\r\n')
  const { access } = await linesOf(recorded, restFailure.parse(JSON.parse(body)).requestId)
  expect(access).toMatchObject({ status: 400, code: 'INVALID_REQUEST' })
})

it('a client that gives up has a line without a status', async () => {
  await using service = await startLogged()
  const { recorded } = service
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  service.amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  const client = new AbortController()
  const call = fetch(`${service.address}/api/v1/orders/import-one`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': 'boutique-lyon', 'x-request-id': 'gone-1' },
    body: JSON.stringify({ orderRef: reference }),
    signal: client.signal,
  })
  await service.amazon.requestLog.received('getOrder')
  client.abort()
  await expect(call).rejects.toThrow('aborted')
  const { access } = await linesOf(recorded, 'gone-1')
  expect(access).toMatchObject({ route: '/api/v1/orders/import-one', status: null, tenantId: 'boutique-lyon' })
  service.amazon.faults.release()
})

it('no line holds what a person typed, or who the person is', async () => {
  await using service = await startLogged()
  const { recorded } = service
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  await service.importOne('boutique-lyon', reference, {
    conversation: { customerName: 'Camille Durand', customerEmail: 'camille@example.org', subject: 'Où est camille' },
  })
  await service.get('boutique-lyon', '?q=camille')
  await service.get('boutique-lyon', '/camille@example.org')
  await service.call('/camille/camille?camille=camille')
  await service.call('/trpc/orders.camille', { headers: { 'x-tenant-id': 'boutique-lyon' } })
  await service.call('/api/v1/orders', { headers: { 'x-tenant-id': 'camille@example.org' } })
  const { headers } = await service.call('/api/v1/orders?status=camille', {
    headers: { 'x-tenant-id': 'boutique-lyon' },
  })
  await linesOf(recorded, headers.get('x-request-id') ?? '')
  const log = JSON.stringify(recorded.lines)
  expect(log).not.toMatch(/camille|durand|example\.org/i)
  expect(log).not.toContain(reference)
})
