import { describe, expect, it } from 'vitest'
import { runningProcedures, type RunningProcedure } from '../../test/harness/procedures.ts'
import { sampleOrder } from '../../test/harness/sample-order.ts'
import { startOrderport, type Answer } from '../../test/harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const unknownReference = '171-0000000-0000000'
const agent = { 'x-tenant-id': tenant, 'x-user-email': 'agent@example.org', 'x-request-id': 'trace-1' }

type Orderport = Awaited<ReturnType<typeof startOrderport>>
type Type = RunningProcedure['type']

interface Case {
  readonly name: string
  readonly path: string
  readonly type?: Type
  readonly isBatch?: boolean
  /** Undefined: none is sent. */
  readonly input?: unknown
  readonly headers?: Record<string, string>
  readonly status: number
  readonly prepare?: (service: Orderport) => unknown
}

const period = { since: '2026-02-01', until: '2026-02-08' }
const importId = 'imp-mlanrh0t-9kjknx'

/** An input that each procedure accepts, but subscriptions, whose answers are no plain ones. */
const accepted: Readonly<Record<string, object>> = {
  'orders.import': { orderRef: reference },
  'orders.get': { orderId: reference },
  'orders.list': { q: 'é +%', limit: 3 },
  'orders.late': { limit: 3 },
  // The import of a period that is under way is returned again.
  'imports.start': period,
  'imports.preview': period,
  'imports.get': { id: importId },
  'imports.list': { limit: 3 },
  'imports.cancel': { id: importId },
  'imports.retryFailed': { id: importId },
}
const malformed = { orderRef: [], orderId: [], limit: 'x', since: [], id: [] }
const withDefaults = new Set(['orders.list', 'orders.late', 'imports.list'])
const plainProcedures = runningProcedures().filter(({ type }) => type !== 'subscription')

const casesOfEach: readonly Case[] = plainProcedures.flatMap(({ path, type }): readonly Case[] => {
  const input = accepted[path]
  if (input === undefined) throw new Error(`say which input ${path} accepts`)
  const { 'x-tenant-id': _, ...withoutTenant } = agent
  const hasDefaults = withDefaults.has(path)
  return [
    { name: 'success', path, type, input, status: 200 },
    { name: 'no input', path, type, status: hasDefaults ? 200 : 400 },
    { name: 'malformed input', path, type, input: malformed, status: 400 },
    { name: 'no tenant', path, type, input, headers: withoutTenant, status: 400 },
    { name: 'malformed tenant', path, type, input, headers: { ...agent, 'x-tenant-id': '../etc' }, status: 400 },
    { name: 'not a member', path, type, input, headers: { ...agent, 'x-tenant-id': 'foreign' }, status: 403 },
    { name: 'a batch of one', path, type, isBatch: true, input: { 0: input }, status: 200 },
    { name: 'a malformed batch of one', path, type, isBatch: true, input: { 0: malformed }, status: 400 },
    { name: 'a batch without its input', path, type, isBatch: true, input: {}, status: hasDefaults ? 200 : 400 },
    {
      name: 'a batch, one of it malformed',
      path: `${path},${path}`,
      type,
      isBatch: true,
      input: { 0: malformed, 1: input },
      status: 207,
    },
  ]
})

/** Amazon's 429 empties the tenant's bucket for a minute; each request finds it full again. */
async function throttle({ amazon, database }: Orderport): Promise<void> {
  await database.superuserQuery('DELETE FROM upstream_usage')
  amazon.faults.push({ operation: 'getOrder', fault: { kind: 'throttled', rateLimit: '0.0167' }, times: Infinity })
}

const twoImports = { 0: { orderRef: unknownReference }, 1: { orderRef: reference } }

const otherCases: readonly Case[] = [
  { name: 'an absent order', path: 'orders.get', input: { orderId: 'ord-unknown' }, status: 404 },
  { name: 'an escaped path', path: 'orders%2Eget', input: { orderId: reference }, status: 200 },
  {
    name: 'several procedures',
    path: 'orders.get,orders.list,orders.late,orders.get',
    isBatch: true,
    input: { 0: { orderId: reference }, 2: { limit: 1 }, 3: { orderId: 'ord-unknown' } },
    status: 207,
  },
  {
    name: 'an order that Amazon does not know',
    path: 'orders.import',
    type: 'mutation',
    input: { orderRef: unknownReference },
    status: 404,
  },
  {
    name: 'Amazon’s 429',
    path: 'orders.import',
    type: 'mutation',
    input: { orderRef: unknownReference },
    status: 429,
    prepare: throttle,
  },
  {
    name: 'Amazon’s 429 in a batch',
    path: 'orders.import,orders.import',
    type: 'mutation',
    isBatch: true,
    input: twoImports,
    status: 207,
    prepare: throttle,
  },
  {
    name: 'a sealed Vault',
    path: 'orders.import',
    type: 'mutation',
    input: { orderRef: unknownReference },
    headers: { ...agent, 'x-tenant-id': 'never-read' },
    status: 503,
    prepare: ({ vault }) => vault.seal(),
  },
]

async function startWithOrder(): Promise<Orderport> {
  // Without a worker, and with a clock that stands still, two equal calls have equal answers.
  const service = await startOrderport({ MEMBERSHIP: 'enforce', ROLE: 'api' }, { now: () => at })
  service.connect(tenant).putOrder(sampleOrder(reference))
  for (const member of [tenant, 'never-read']) await service.addMember(member, agent['x-user-email'])
  await service.importOne(tenant, reference)
  await service.database.superuserQuery(
    `INSERT INTO imports (tenant_id, id, channel, kind, requested_by, state, total, created_at, finished_at)
     VALUES ($1, $2, 'amazon', 'references', 'agent', 'done', 0, $3, $3)`,
    [tenant, importId, at],
  )
  return service
}

const at = new Date('2026-02-09T10:11:12Z')

function send(service: Orderport, { path, type = 'query', isBatch = false, input, ...rest }: Case, query: string) {
  const { headers = agent, prepare } = rest
  const search = new URLSearchParams(query)
  if (isBatch) search.set('batch', '1')
  if (type === 'query' && input !== undefined) search.set('input', JSON.stringify(input))
  const request = type === 'query' ? {} : { method: 'POST', body: input ?? '' }
  return Promise.resolve(prepare?.(service)).then(() =>
    service.call(`/trpc/${path}?${search.toString()}`, { headers, ...request }),
  )
}

/** Only tRPC's handler streams its body, which has no length then. */
function isByTrpc({ headers }: Pick<Answer, 'headers'>): boolean {
  return headers.get('content-length') === null
}

const ofTransport = new Set(['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive'])

function comparable({ status, headers, text }: Answer) {
  return { status, text, headers: [...headers].filter(([name]) => !ofTransport.has(name)) }
}

describe('plain calls', () => {
  it('are answered as tRPC’s own handler answers them, byte for byte', async () => {
    await using service = await startWithOrder()
    for (const each of [...casesOfEach, ...otherCases]) {
      const plain = await send(service, each, '')
      // Only tRPC's handler reads connection parameters; no procedure of ours looks at them.
      const original = await send(service, each, 'connectionParams=null')
      const name = `${each.path}: ${each.name}`
      expect([name, plain.status, isByTrpc(plain), isByTrpc(original)]).toEqual([name, each.status, false, true])
      expect([name, comparable(plain)]).toEqual([name, comparable(original)])
      if (each.status === 429 || each.status === 503) expect(plain.headers.get('retry-after')).not.toBeNull()
    }
  })

  it('are told from requests that only tRPC’s own handler can answer', async () => {
    await using service = await startWithOrder()
    for (const [name, path, request, status] of requestsForTrpc) {
      const json = 'body' in request ? { 'content-type': 'application/json' } : {}
      const headers = { ...agent, ...json, ...('headers' in request ? request.headers : {}) }
      const answer = await fetch(`${service.address}/trpc/${path}`, { ...request, headers })
      await answer.text()
      expect([name, answer.status, isByTrpc(answer)]).toEqual([name, status, true])
    }
  })
})

const getInput = encodeURIComponent(JSON.stringify({ orderId: reference }))
const watchInput = encodeURIComponent(JSON.stringify({ id: importId }))
const tooMany = Array.from({ length: 21 }, () => 'orders.list').join(',')

const requestsForTrpc = [
  ['an unknown procedure', `orders.unknown?input=${getInput}`, {}, 404],
  ['a property of every object', 'toString', {}, 404],
  ['an unknown procedure in a batch', 'orders.list,orders.unknown?batch=1', {}, 207],
  ['a mutation by GET', `orders.import?input=${getInput}`, {}, 400],
  ['a query by POST', 'orders.get', { method: 'POST', body: '{}' }, 400],
  ['queries and mutations in a batch', 'orders.list,orders.import?batch=1', {}, 400],
  ['a batch too long', `${tooMany}?batch=1`, {}, 400],
  ['malformed JSON in the URL', 'orders.get?input=%7B', {}, 400],
  ['malformed JSON in the body', 'orders.import', { method: 'POST', body: '{"orderRef":' }, 400],
  ['an input that is no object', 'orders.get?input=7', {}, 400],
  ['a batch whose input is an array', 'orders.list?batch=1&input=[]', {}, 400],
  ['a byte order mark', 'orders.import', { method: 'POST', body: `\uFEFF{"orderRef":"${reference}"}` }, 200],
  ['a GET of another media type', `orders.get?input=${getInput}`, { headers: { 'content-type': 'text/plain' } }, 200],
  ['a subscription', `imports.watch?input=${watchInput}`, {}, 200],
  ['a subscription by POST', 'imports.watch', { method: 'POST', body: '{}' }, 200],
  ['a subscription in a batch', `imports.watch?batch=1`, {}, 400],
  ['a stream', 'orders.list?batch=1', { headers: { 'trpc-accept': 'application/jsonl' } }, 200],
  ['a stream by Accept', 'orders.list?batch=1', { headers: { accept: 'application/jsonl' } }, 200],
] as const
