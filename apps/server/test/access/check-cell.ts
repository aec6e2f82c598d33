import { errorCatalogue, type ErrorCode } from '@orderport/domain'
import { z } from 'zod'
import { headerOf, sendRaw, type RawAnswer } from '../harness/raw-request.ts'
import type { AccessCase, RequestedOrder } from './access-case.ts'
import type { AccessFixture } from './access-fixture.ts'
import {
  describeEndpoint,
  type EndpointRequest,
  type EndpointUse,
  type OrderRequest,
  type OrderUse,
} from './endpoint-requests.ts'
import { endpointName, type Endpoint } from './endpoints.ts'
import { absentOrder, sharedReference, tenantA, tenantB } from './two-tenants.ts'

/** Sent with every request, so that answers can be compared byte for byte. */
const requestId = 'access-matrix'

const restFailure = z.strictObject({
  error: z.string().min(1),
  code: z.string(),
  field: z.string().optional(),
  requestId: z.literal(requestId),
})
const streamFailure = z.object({ data: z.object({ appCode: z.string(), requestId: z.literal(requestId) }) })
const trpcFailure = z.strictObject({ error: streamFailure })

/**
 * Sends one case to one endpoint: a cell of the matrix. Returns a line for each fault of the answer, so none when it is
 * right; null when the case doesn't apply to the endpoint. Throws for an endpoint that isn't described.
 */
export async function checkCell(
  fixture: AccessFixture,
  endpoint: Endpoint,
  accessCase: AccessCase,
): Promise<readonly string[] | null> {
  const use = describeEndpoint(endpoint)
  if (use === null) throw new Error(`${endpointName(endpoint)} is not described`)
  if (!applies(use, accessCase)) return null
  const cell: Cell = { fixture, endpoint, accessCase, use, faults: [] }
  await run(cell)
  return cell.faults.map((fault) => `${endpointName(endpoint)}, ${accessCase.name}: ${fault}`)
}

interface Cell {
  readonly fixture: AccessFixture
  readonly endpoint: Endpoint
  readonly accessCase: AccessCase
  readonly use: EndpointUse
  readonly faults: string[]
}

function applies(use: EndpointUse, { tenantFrom }: AccessCase): boolean {
  return tenantFrom === undefined || (use.kind === 'order' && use.tenantFrom.includes(tenantFrom))
}

async function run(cell: Cell): Promise<void> {
  const { fixture, accessCase, use, faults } = cell
  const { amazon, vault } = fixture.service
  amazon.requestLog.clear()
  vault.requestLog.clear()
  if (use.kind === 'order' && use.asksAmazon === true) await fixture.refillQuota()
  const order = orderOf(accessCase.requested)
  const answer = await send(cell, order)
  const expected = expectationFor(cell)
  if (answer.status !== expected.status) faults.push(`answered ${answer.status} instead of ${expected.status}`)
  const code = codeOf(cell, answer)
  if (code !== expected.code) faults.push(`answered ${code} instead of ${expected.code}`)
  const bytes = JSON.stringify(answer)
  const forbidden = expected.showsOrder ? tenantB.canaries : [...tenantA.canaries, ...tenantB.canaries]
  faults.push(...forbidden.filter((canary) => bytes.includes(canary)).map((canary) => `leaked ${canary}`))
  const hasBody = cell.endpoint.method !== 'HEAD'
  if (expected.showsOrder && hasBody && !answer.text.includes(wordOfTenantA(use))) faults.push('showed no order')
  if (use.kind === 'open' || use.kind === 'page') return
  const namesOrder = use.kind !== 'order' || use.namesOrder !== false
  if (accessCase.requested.startsWith('foreign') && namesOrder) {
    const absent = await send(cell, order === tenantB.order.id ? absentOrder.id : absentOrder.reference)
    if (comparable(absent) !== comparable(answer)) faults.push('differs from the answer for an absent order')
  }
  const calls = amazon.requestLog.requests.filter(
    ({ sellerId }) => !expected.asksAmazon || sellerId !== tenantA.sellerId,
  )
  if (calls.length > 0 || vault.requestLog.requests.length > 0) faults.push('asked Amazon or Vault')
  // The rows are compared once more at the end of the matrix, which covers the many endpoints that reach no row.
  if (use.kind !== 'order') return
  if ((await fixture.readStoredRows()) !== fixture.initialRows) faults.push('stored or changed something')
}

/** A word that only an answer with tenant A's data has. */
function wordOfTenantA(use: EndpointUse): string {
  return (use.kind === 'order' ? use.shows : undefined) ?? 'canary-a.example'
}

function orderOf(requested: RequestedOrder): string {
  switch (requested) {
    case 'own id':
      return tenantA.order.id
    case 'own reference':
      return tenantA.order.reference
    case 'shared':
      return sharedReference
    case 'foreign id':
      return tenantB.order.id
    case 'foreign reference':
      return tenantB.order.reference
  }
}

async function send({ fixture, endpoint, accessCase, use }: Cell, order: string): Promise<RawAnswer> {
  const { inQuery, inBody, from } = accessCase
  const scope = use.kind === 'order' ? use.scope : 'orders:read'
  const { path, body } = requestTo(endpoint, use, { order, inQuery, inBody })
  return sendRaw(fixture.addresses[endpoint.listener], path, {
    method: endpoint.method,
    headers: [
      ['x-request-id', requestId],
      ...accessCase.headers(fixture.credentials, scope),
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    body: body === undefined ? undefined : JSON.stringify(body),
    from,
  })
}

function requestTo({ url }: Endpoint, use: EndpointUse, request: OrderRequest): EndpointRequest {
  switch (use.kind) {
    case 'open':
    case 'page':
    case 'preflight':
      return { path: url.replace('*', '/orders.get') }
    case 'unserved':
    case 'order':
      return use.request(request)
  }
}

interface Expectation {
  readonly status: number
  /** Null for a success, and for a failure without a body. */
  readonly code: ErrorCode | null
  /** Whether the answer shows the tenant's own order. */
  readonly showsOrder: boolean
  /** Whether the service may ask Amazon, with the tenant's own credentials. */
  readonly asksAmazon: boolean
}

function expectationFor({ endpoint, accessCase, use }: Cell): Expectation {
  const { requested, outcome, beforeRouting } = accessCase
  switch (use.kind) {
    case 'open':
      return { status: 200, code: null, showsOrder: false, asksAmazon: false }
    case 'page':
      return refusal(endpoint, 'ROUTE_NOT_FOUND')
    case 'preflight':
      return { status: 204, code: null, showsOrder: false, asksAmazon: false }
    case 'unserved':
      return inStream(
        use,
        accessCase,
        refusal(endpoint, beforeRouting === true && outcome !== 'served' ? outcome : 'INVALID_REQUEST'),
      )
    case 'order': {
      if (outcome !== 'served') return inStream(use, accessCase, refusal(endpoint, outcome))
      const served = { status: 200, code: null, asksAmazon: use.asksAmazon === true }
      const isForeign = requested === 'foreign id' || requested === 'foreign reference'
      const isById = requested === 'own id' || requested === 'foreign id'
      // Where only references are taken, any id is malformed, whoever owns it.
      const refusesIds = isById && use.absent.id === 'ORDER_REF_INVALID'
      if (!isForeign && !refusesIds) return { ...served, showsOrder: true }
      const code = isById ? use.absent.id : use.absent.reference
      // A list that names no order shows the caller's own, whatever order the request was meant for.
      if (code === null) return { ...served, showsOrder: use.namesOrder === false }
      const refused = { ...refusal(endpoint, code), asksAmazon: code === 'ORDER_NOT_FOUND_FOR_TENANT' }
      return inStream(use, accessCase, refused)
    }
  }
}

function refusal({ method }: Endpoint, code: ErrorCode): Expectation {
  const { status } = errorCatalogue[code]
  return { status, code: method === 'HEAD' ? null : code, showsOrder: false, asksAmazon: false }
}

/** A stream has begun before its call is refused; what the listener itself refuses begins none. */
function inStream(use: Pick<OrderUse, 'streams'>, { beforeRouting }: AccessCase, refused: Expectation): Expectation {
  return use.streams === true && beforeRouting !== true ? { ...refused, status: 200 } : refused
}

/** The code of a failure, whose body must have exactly its edge's shape; null for a success, and without a body. */
function codeOf({ endpoint }: Cell, answer: RawAnswer): string | null {
  const { status, text } = answer
  if (headerOf(answer, 'content-type') === 'text/event-stream') return codeInStream(text)
  if (status < 400 || text === '') return null
  const body: unknown = JSON.parse(text)
  return endpoint.procedure === null ? restFailure.parse(body).code : trpcFailure.parse(body).error.data.appCode
}

/** The code of the failure that ended a stream of events, or null. Throws for a stream that says neither. */
function codeInStream(text: string): string | null {
  const [, failure] = /^event: serialized-error\ndata: (.*)$/m.exec(text) ?? []
  if (failure !== undefined) return streamFailure.parse(JSON.parse(failure)).data.appCode
  if (!/^event: return$/m.test(text)) throw new Error('a stream did not end')
  return null
}

/** All of an answer but its date. */
function comparable(answer: RawAnswer): string {
  if (headerOf(answer, 'x-request-id') !== requestId) throw new Error('an answer lost its request id')
  return JSON.stringify([answer.status, answer.headers.filter(([name]) => name.toLowerCase() !== 'date'), answer.text])
}
