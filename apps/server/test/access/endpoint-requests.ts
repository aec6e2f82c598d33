import type { ErrorCode, Scope } from '@orderport/domain'
import type { TenantPlace } from './cases.ts'
import { runningProcedures } from '../harness/procedures.ts'
import { nameOf, type Door } from './endpoints.ts'

/** What a caller asks a door for. */
export interface Ask {
  /** An order's id or its reference. */
  readonly order: string
  /** Tenants that the query and the body name. */
  readonly inQuery?: string | undefined
  readonly inBody?: string | undefined
}

export interface DoorRequest {
  readonly path: string
  readonly body?: object
}

/** What a door is for, and how it is asked. A door that isn't described here makes the matrix fail. */
export type DoorUse =
  /** Answers anyone, with nothing of a tenant's. */
  | { readonly kind: 'open' }
  /** Answers a browser's question whether it may ask. */
  | { readonly kind: 'preflight' }
  /** A method that nothing is served by. */
  | { readonly kind: 'unserved'; readonly request: (ask: Ask) => DoorRequest }
  | OrderUse

/** Reads or imports an order: what it answers for one that isn't there, asked for by an id or by a reference; null is a 200. */
interface OrderUse {
  readonly kind: 'order'
  readonly scope: Scope
  /** Where it looks for the tenant beside the header. */
  readonly looksAt: readonly TenantPlace[]
  readonly absent: { readonly id: ErrorCode | null; readonly reference: ErrorCode | null }
  readonly request: (ask: Ask) => DoorRequest
}

type Operation = Pick<OrderUse, 'scope' | 'absent'>

const get: Operation = { scope: 'orders:read', absent: { id: 'ORDER_NOT_FOUND', reference: 'ORDER_NOT_FOUND' } }
const list: Operation = { scope: 'orders:read', absent: { id: null, reference: null } }
const importOne: Operation = {
  scope: 'orders:import',
  absent: { id: 'ORDER_REF_INVALID', reference: 'ORDER_NOT_FOUND_FOR_TENANT' },
}

const procedures: Readonly<Record<string, Operation & { readonly input: (order: string) => object }>> = {
  'orders.get': { ...get, input: (order) => ({ orderId: order }) },
  'orders.list': { ...list, input: (order) => ({ q: order }) },
  'orders.import': { ...importOne, input: (order) => ({ orderRef: order }) },
}

const rest: Readonly<Record<string, OrderUse>> = {
  'GET /api/v1/orders': { kind: 'order', ...list, looksAt: ['query'], request: (ask) => restList('', ask) },
  'HEAD /api/v1/orders': { kind: 'order', ...list, looksAt: ['query'], request: (ask) => restList('', ask) },
  'GET /api/v1/orders/': { kind: 'order', ...list, looksAt: ['query'], request: (ask) => restList('/', ask) },
  'HEAD /api/v1/orders/': { kind: 'order', ...list, looksAt: ['query'], request: (ask) => restList('/', ask) },
  'GET /api/v1/orders/:orderId': { kind: 'order', ...get, looksAt: ['query'], request: restGet },
  'HEAD /api/v1/orders/:orderId': { kind: 'order', ...get, looksAt: ['query'], request: restGet },
  'POST /api/v1/orders/import-one': {
    kind: 'order',
    ...importOne,
    looksAt: ['query', 'body'],
    request: ({ order, inQuery, inBody }) => ({
      path: `/api/v1/orders/import-one?${query({ tenantId: inQuery })}`,
      body: { orderRef: order, tenantId: inBody },
    }),
  },
}

const open = new Set('/livez /readyz /health /metrics /docs /docs/scalar.js /docs/rest.json /docs/trpc.json'.split(' '))

/** What the door is for; null for one that nobody has described. */
export function useOf(door: Door): DoorUse | null {
  if (door.procedure !== null) return procedureUse(door, door.procedure)
  if (door.listener === 'public')
    return door.method === 'OPTIONS' && door.url === '/trpc*' ? { kind: 'preflight' } : null
  if (open.has(door.url) && ['GET', 'HEAD'].includes(door.method)) return { kind: 'open' }
  return rest[`${door.method} ${door.url}`] ?? null
}

/** Whether it leads to orders: not to what is the same for everyone, nor to nothing. */
export function isOrderDoor(door: Door): boolean {
  return useOf(door)?.kind === 'order'
}

/** The doors that nobody has described, by name. */
export function undescribed(doors: readonly Door[]): readonly string[] {
  return doors.filter((door) => useOf(door) === null).map(nameOf)
}

function procedureUse({ listener, method }: Door, path: string): DoorUse | null {
  const operation = procedures[path]
  if (operation === undefined) return null
  const mutates = runningProcedures().some((procedure) => procedure.path === path && procedure.type === 'mutation')
  const request = ({ order, inQuery, inBody }: Ask): DoorRequest => {
    const input = { ...operation.input(order), tenantId: inBody }
    const inPath = method === 'GET' ? { input: JSON.stringify(input) } : {}
    const url = `/trpc/${path}?${query({ tenantId: inQuery, ...inPath })}`
    return method === 'GET' ? { path: url } : { path: url, body: input }
  }
  if (method === (mutates ? 'POST' : 'GET')) return { kind: 'order', ...operation, looksAt: ['nowhere'], request }
  if (listener === 'public' && method === 'OPTIONS') return { kind: 'preflight' }
  return { kind: 'unserved', request }
}

function restList(slash: string, { order, inQuery }: Ask): DoorRequest {
  return { path: `/api/v1/orders${slash}?${query({ q: order, tenantId: inQuery })}` }
}

function restGet({ order, inQuery }: Ask): DoorRequest {
  return { path: `/api/v1/orders/${encodeURIComponent(order)}?${query({ tenantId: inQuery })}` }
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  )
  return new URLSearchParams(given).toString()
}
