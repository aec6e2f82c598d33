import type { ErrorCode, Scope } from '@orderport/domain'
import type { TenantSource } from './access-case.ts'
import { runningProcedures } from '../harness/procedures.ts'
import { endpointName, type Endpoint } from './endpoints.ts'
import { importIdFor, sharedPeriod, tenantA } from './two-tenants.ts'

/** What a caller asks an endpoint for. */
export interface OrderRequest {
  /** An order's id or its reference. */
  readonly order: string
  /** The tenant in the query. */
  readonly inQuery?: string | undefined
  /** The tenant in the body. */
  readonly inBody?: string | undefined
}

export interface EndpointRequest {
  readonly path: string
  readonly body?: object
}

/** What an endpoint does, and how it is called. The matrix fails for an endpoint that isn't described here. */
export type EndpointUse =
  /** Answers anyone, and shows no tenant's data. */
  | { readonly kind: 'open' }
  /** Shows browsers a page that holds nothing of any tenant; isn't there for programs. */
  | { readonly kind: 'page' }
  /** Answers a browser's CORS preflight. */
  | { readonly kind: 'preflight' }
  /** A method that the procedure doesn't have. */
  | ({ readonly kind: 'unserved' } & Pick<OrderUse, 'request' | 'streams'>)
  | OrderUse

/** Reads or imports orders. */
export interface OrderUse {
  readonly kind: 'order'
  readonly scope: Scope
  /** Where it reads the tenant besides the header. */
  readonly tenantFrom: readonly TenantSource[]
  /** The code for an absent order, asked for by id or by reference; null is a 200. */
  readonly absent: { readonly id: ErrorCode | null; readonly reference: ErrorCode | null }
  /** False where a request can't name an order. */
  readonly namesOrder?: false
  /** A word of tenant A's that its answer shows, where that isn't in every text of the tenant. */
  readonly shows?: string
  /** True where the answer is Amazon's alone. */
  readonly asksAmazon?: true
  /** True where the answer is a stream of events, whose status is 200 for a refusal too. */
  readonly streams?: true
  readonly request: (request: OrderRequest) => EndpointRequest
}

type Operation = Omit<OrderUse, 'kind' | 'tenantFrom' | 'request'>

const get: Operation = { scope: 'orders:read', absent: { id: 'ORDER_NOT_FOUND', reference: 'ORDER_NOT_FOUND' } }
const list: Operation = { scope: 'orders:read', absent: { id: null, reference: null } }
const importOne: Operation = {
  scope: 'orders:import',
  absent: { id: 'ORDER_REF_INVALID', reference: 'ORDER_NOT_FOUND_FOR_TENANT' },
}

const readImport: Operation = {
  scope: 'orders:read',
  absent: { id: 'IMPORT_NOT_FOUND', reference: 'IMPORT_NOT_FOUND' },
}
const changeImport: Operation = { ...readImport, scope: 'orders:import' }
/** The import of the shared period is under way for both tenants, so a start returns the caller's own. */
const startImport: Operation = { ...list, scope: 'orders:import', namesOrder: false, shows: tenantA.backfillId }
const preview: Operation = { ...startImport, shows: '"orders":1,', asksAmazon: true }

const procedures: Readonly<Record<string, Operation & { readonly input: (order: string) => object }>> = {
  'orders.get': { ...get, input: (order) => ({ orderId: order }) },
  'orders.list': { ...list, input: (order) => ({ q: order }) },
  'orders.late': { ...list, namesOrder: false, input: () => ({}) },
  'orders.import': { ...importOne, input: (order) => ({ orderRef: order }) },
  'imports.start': { ...startImport, input: () => sharedPeriod },
  'imports.preview': { ...preview, input: () => sharedPeriod },
  'imports.get': { ...readImport, input: (order) => ({ id: importIdFor(order) }) },
  'imports.list': { ...list, namesOrder: false, input: () => ({}) },
  'imports.cancel': { ...changeImport, input: (order) => ({ id: importIdFor(order) }) },
  'imports.retryFailed': { ...changeImport, input: (order) => ({ id: importIdFor(order) }) },
  'imports.watch': { ...readImport, streams: true, input: (order) => ({ id: importIdFor(order) }) },
}

const restImport: OrderUse = {
  kind: 'order',
  ...readImport,
  shows: tenantA.order.reference,
  tenantFrom: ['query'],
  request: ({ order, inQuery }) => ({ path: `/api/v1/imports/${importIdFor(order)}?${query({ tenantId: inQuery })}` }),
}

const rest: Readonly<Record<string, OrderUse>> = {
  'GET /api/v1/orders': { kind: 'order', ...list, tenantFrom: ['query'], request: (request) => restList('', request) },
  'HEAD /api/v1/orders': { kind: 'order', ...list, tenantFrom: ['query'], request: (request) => restList('', request) },
  'GET /api/v1/orders/': {
    kind: 'order',
    ...list,
    tenantFrom: ['query'],
    request: (request) => restList('/', request),
  },
  'HEAD /api/v1/orders/': {
    kind: 'order',
    ...list,
    tenantFrom: ['query'],
    request: (request) => restList('/', request),
  },
  'GET /api/v1/orders/:orderId': { kind: 'order', ...get, tenantFrom: ['query'], request: restGet },
  'HEAD /api/v1/orders/:orderId': { kind: 'order', ...get, tenantFrom: ['query'], request: restGet },
  'POST /api/v1/orders/import-one': {
    kind: 'order',
    ...importOne,
    tenantFrom: ['query', 'body'],
    request: ({ order, inQuery, inBody }) => ({
      path: `/api/v1/orders/import-one?${query({ tenantId: inQuery })}`,
      body: { orderRef: order, tenantId: inBody },
    }),
  },
  'POST /api/v1/orders/import-many': {
    kind: 'order',
    ...startImport,
    tenantFrom: ['query', 'body'],
    request: ({ inQuery, inBody }) => ({
      path: `/api/v1/orders/import-many?${query({ tenantId: inQuery })}`,
      body: { ...sharedPeriod, tenantId: inBody },
    }),
  },
  'GET /api/v1/imports/:id': restImport,
  'HEAD /api/v1/imports/:id': restImport,
}

const open = new Set(
  '/ /livez /readyz /health /metrics /docs /docs/scalar.js /docs/rest.json /docs/trpc.json'.split(' '),
)

/** What the endpoint does and how it is called; null for an endpoint that isn't described. */
export function describeEndpoint(endpoint: Endpoint): EndpointUse | null {
  if (endpoint.procedure !== null) return procedureUse(endpoint, endpoint.procedure)
  if (endpoint.listener === 'public' && endpoint.url === '/') return { kind: 'page' }
  if (endpoint.listener === 'public')
    return endpoint.method === 'OPTIONS' && endpoint.url === '/trpc*' ? { kind: 'preflight' } : null
  if (open.has(endpoint.url) && ['GET', 'HEAD'].includes(endpoint.method)) return { kind: 'open' }
  return rest[`${endpoint.method} ${endpoint.url}`] ?? null
}

/** True for an endpoint that reads or imports orders. */
export function servesOrders(endpoint: Endpoint): boolean {
  return describeEndpoint(endpoint)?.kind === 'order'
}

/** True for one whose answer is made of what is stored. */
export function showsRows(endpoint: Endpoint): boolean {
  const use = describeEndpoint(endpoint)
  return use?.kind === 'order' && use.asksAmazon !== true
}

/** The names of the endpoints that aren't described. */
export function undescribedEndpoints(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints.filter((endpoint) => describeEndpoint(endpoint) === null).map(endpointName)
}

function procedureUse({ listener, method }: Endpoint, path: string): EndpointUse | null {
  const operation = procedures[path]
  if (operation === undefined) return null
  const mutates = runningProcedures().some((procedure) => procedure.path === path && procedure.type === 'mutation')
  const request = ({ order, inQuery, inBody }: OrderRequest): EndpointRequest => {
    const input = { ...operation.input(order), tenantId: inBody }
    const inPath = method === 'GET' ? { input: JSON.stringify(input) } : {}
    const url = `/trpc/${path}?${query({ tenantId: inQuery, ...inPath })}`
    return method === 'GET' ? { path: url } : { path: url, body: input }
  }
  if (method === (mutates ? 'POST' : 'GET')) return { kind: 'order', ...operation, tenantFrom: ['nowhere'], request }
  if (listener === 'public' && method === 'OPTIONS') return { kind: 'preflight' }
  return { kind: 'unserved', request, ...(operation.streams === true ? { streams: true } : {}) }
}

function restList(slash: string, { order, inQuery }: OrderRequest): EndpointRequest {
  return { path: `/api/v1/orders${slash}?${query({ q: order, tenantId: inQuery })}` }
}

function restGet({ order, inQuery }: OrderRequest): EndpointRequest {
  return { path: `/api/v1/orders/${encodeURIComponent(order)}?${query({ tenantId: inQuery })}` }
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  )
  return new URLSearchParams(given).toString()
}
