/** Amazon's usage plan of an operation: requests a second, and how many at once after a pause. */
export interface AmazonUsagePlan {
  readonly rate: number
  readonly burst: number
}

interface Operation extends AmazonUsagePlan {
  readonly name: string
  readonly method: string
  readonly path: string
}

/** The operations that the simulator knows, with the rates of Amazon's published models. */
const operations = [
  { name: 'getOrder', method: 'GET', path: '/orders/2026-01-01/orders/{orderId}', rate: 0.5, burst: 30 },
  { name: 'searchOrders', method: 'GET', path: '/orders/2026-01-01/orders', rate: 0.0056, burst: 20 },
  { name: 'v0.getOrders', method: 'GET', path: '/orders/v0/orders', rate: 0.0167, burst: 20 },
  { name: 'v0.getOrder', method: 'GET', path: '/orders/v0/orders/{orderId}', rate: 0.5, burst: 30 },
  { name: 'v0.getOrderItems', method: 'GET', path: '/orders/v0/orders/{orderId}/orderItems', rate: 0.5, burst: 30 },
  { name: 'v0.getOrderAddress', method: 'GET', path: '/orders/v0/orders/{orderId}/address', rate: 0.5, burst: 30 },
  { name: 'v0.getOrderBuyerInfo', method: 'GET', path: '/orders/v0/orders/{orderId}/buyerInfo', rate: 0.5, burst: 30 },
  {
    name: 'createRestrictedDataToken',
    method: 'POST',
    path: '/tokens/2021-03-01/restrictedDataToken',
    rate: 1,
    burst: 10,
  },
  {
    name: 'getMarketplaceParticipations',
    method: 'GET',
    path: '/sellers/v1/marketplaceParticipations',
    rate: 0.016,
    burst: 15,
  },
] as const satisfies readonly Operation[]

export const lwaPath = '/auth/o2/token'

/** An operation of the Selling Partner API, each of which has a usage plan. */
export type SpApiOperation = (typeof operations)[number]['name']

/** What a request is for: an operation, Amazon's token endpoint (`lwa`), or neither (`unknown`). */
export type AmazonOperation = SpApiOperation | 'lwa' | 'unknown'

export function isOperation(value: unknown): value is AmazonOperation {
  return value === 'lwa' || value === 'unknown' || operations.some(({ name }) => name === value)
}

export interface Route {
  readonly operation: AmazonOperation
  /** The order id in the path, decoded; null where the path has none. */
  readonly orderId: string | null
}

/** Returns what a method and a path stand for. */
export function routeOf(method: string, path: string): Route {
  if (path === lwaPath) return { operation: 'lwa', orderId: null }
  for (const operation of operations) {
    const match = operation.method === method ? matchPath(operation.path, path) : null
    if (match !== null) return { operation: operation.name, orderId: match.orderId }
  }
  return { operation: 'unknown', orderId: null }
}

/** Matches a path against a template such as `/orders/v0/orders/{orderId}`. Returns null if it does not match. */
export function matchPath(template: string, path: string): { readonly orderId: string | null } | null {
  const wanted = template.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  let orderId: string | null = null
  for (const [position, part] of wanted.entries()) {
    const found = given[position] ?? ''
    if (part === '{orderId}' && found !== '') orderId = decode(found)
    else if (part !== found) return null
  }
  return { orderId }
}

/** Returns the published usage plan of an operation. */
export function publishedPlan(name: SpApiOperation): AmazonUsagePlan {
  const found = operations.find((operation) => operation.name === name)
  if (found === undefined) throw new Error(`no usage plan for ${name}`)
  return { rate: found.rate, burst: found.burst }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
