import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { childEnvironment } from '../../test/harness/child-environment.ts'
import { recordLog } from '../../test/harness/recorded-log.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport } from '../../test/harness/start-orderport.ts'
import { startServiceProcess } from '../../test/harness/start-service-process.ts'
import { startTraceCollector, type CollectedSpan } from '../../test/harness/trace-collector.ts'

const reference = '171-4093870-1757126'
const traceId = '0af7651916cd43dd8448eb211c80319c'
const parentSpanId = 'b7ad6b7169203331'
const headers = {
  'content-type': 'application/json',
  'x-tenant-id': 'boutique-lyon',
  'x-user-email': 'agent@example.org',
  traceparent: `00-${traceId}-${parentSpanId}-01`,
}

/** Returns the names from the request's span down to this one. */
function pathOf(span: CollectedSpan, spans: readonly CollectedSpan[]): readonly string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return [...(parent === undefined ? [] : pathOf(parent, spans)), span.name]
}

function pathsOf(spans: readonly CollectedSpan[]): readonly string[] {
  return spans.map((span) => pathOf(span, spans).join(' > '))
}

it('a trace leads from its caller through the procedure, PostgreSQL and Vault to Amazon, over REST and tRPC', async () => {
  await using collector = await startTraceCollector()
  await using service = await startOrderport()
  service.connect('boutique-lyon').putOrder(sampleOrder(reference))
  await using child = await startServiceProcess({
    ...service.environment,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  })
  const body = JSON.stringify({ orderRef: reference, refresh: true, conversation: { customerName: 'Camille Durand' } })
  for (const path of ['/api/v1/orders/import-one', '/trpc/orders.import']) {
    const answer = await fetch(`${child.address}${path}`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    await answer.text()
  }
  for (const path of ['/api/v1/orders?q=camille', '/livez']) {
    await (await fetch(`${child.address}${path}`, { headers })).text()
  }
  child.signal('SIGTERM')
  expect(await child.ended).toBe(0)

  const spans = collector.spans()
  const requests = spans.filter((span) => span.parentSpanId === parentSpanId)
  expect(
    requests.map(({ name, attributes }) => `${name} ${attributes['http.response.status_code']}`).toSorted(),
  ).toEqual(['GET /api/v1/orders 200', 'POST /api/v1/orders/import-one 200', 'POST /trpc/:path 200'])
  expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([traceId]))
  const paths = pathsOf(spans)
  expect(paths).toContain('POST /api/v1/orders/import-one > orders.import > vault.read')
  expect(paths).toContain('POST /api/v1/orders/import-one > orders.import > getAccessToken')
  for (const route of ['POST /api/v1/orders/import-one', 'POST /trpc/:path']) {
    expect(paths).toContain(`${route} > orders.import`)
    expect(paths).toContain(`${route} > orders.import > getOrder`)
  }
  const statements = spans.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql')
  expect(statements.length).toBeGreaterThanOrEqual(3)
  expect(pathsOf(spans).filter((path) => path.startsWith('GET /api/v1/orders > orders.list > '))).not.toEqual([])
  expect(collector.resources()[0]).toMatchObject({
    'service.name': 'orderport',
    'service.version': expect.any(String),
    'deployment.environment.name': 'test',
  })
  const everything = collector.bodies.join('')
  expect(everything).not.toMatch(/camille|durand|example\.org/i)
  expect(everything).not.toContain(reference)
})

it('a trace that its caller doesn’t record is not sent, and the access line has its id', async () => {
  await using collector = await startTraceCollector()
  const recorded = recordLog('info')
  await using service = await startOrderport({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, { log: recorded.log })
  const unsampled = { 'x-tenant-id': 'boutique-lyon', traceparent: `00-${traceId}-${parentSpanId}-00` }
  await service.call('/api/v1/orders', { headers: unsampled })
  expect(await recorded.written({ msg: 'request', traceId })).toMatchObject({ procedure: 'orders.list' })
  await service.server.stop()
  expect(collector.bodies).toEqual([])
})

it('a collector that never answers costs no request, and a stopping process does not wait for it', async () => {
  await using collector = await startTraceCollector('silent')
  const recorded = recordLog('info')
  await using service = await startOrderport({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }, { log: recorded.log })
  expect((await service.call('/api/v1/orders', { headers: { 'x-tenant-id': 'boutique-lyon' } })).status).toBe(200)
  const stopped = service.server.stop()
  await collector.asked
  await stopped
  expect(await recorded.written({ msg: 'lost', dependency: 'trace collector' })).toMatchObject({
    cause: 'it did not take the last spans in time',
  })
})

it('a collector that is away is lost in one line', async () => {
  const recorded = recordLog('info')
  await using service = await startOrderport(
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
    { log: recorded.log },
  )
  expect((await service.call('/api/v1/orders', { headers: { 'x-tenant-id': 'boutique-lyon' } })).status).toBe(200)
  await service.server.stop()
  expect(await recorded.written({ msg: 'lost', dependency: 'trace collector' })).toMatchObject({
    level: 'warn',
    cause: expect.any(String),
  })
})

it('without a collector nothing of OpenTelemetry’s SDK is loaded', async () => {
  const serve = join(import.meta.dirname, '../serve.ts')
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) })
    await import(${JSON.stringify(serve)})
    console.log(JSON.stringify([loaded.length > 100, loaded.filter((name) => /^@opentelemetry\\/(?!api)/.test(name))]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: childEnvironment({}),
  })
  expect(JSON.parse(stdout)).toEqual([true, []])
})
