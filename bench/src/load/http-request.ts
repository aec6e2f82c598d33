import { agent } from '../database/seed-orders.ts'
import type { Batch, Call } from './call.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** Returns the HTTP request of a call over REST. */
export function restRequest({ tenantId, procedure, input }: Call): HttpRequest {
  const headers = headersOf(tenantId)
  switch (procedure) {
    case 'get':
      return { method: 'GET', path: `/api/v1/orders/${encodeURIComponent(String(input['orderId']))}`, headers }
    case 'list': {
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(input)) query.set(name, String(value))
      return { method: 'GET', path: `/api/v1/orders?${query.toString()}`, headers }
    }
    case 'import':
      return { method: 'POST', path: '/api/v1/orders/import-one', headers: json(headers), body: JSON.stringify(input) }
  }
}

/** Returns the HTTP request of one or several calls over tRPC, as its own client writes it. */
export function trpcRequest(batch: Batch): HttpRequest {
  const [first] = batch
  if (first === undefined) throw new Error('A request needs a call.')
  const headers = headersOf(first.tenantId)
  if (first.procedure === 'import') {
    return { method: 'POST', path: '/trpc/orders.import', headers: json(headers), body: JSON.stringify(first.input) }
  }
  const isBatch = batch.length > 1
  const procedures = batch.map(({ procedure }) => `orders.${procedure}`).join(',')
  const input = isBatch ? Object.fromEntries(batch.map((call, index) => [index, call.input])) : first.input
  const query = `${isBatch ? 'batch=1&' : ''}input=${encodeURIComponent(JSON.stringify(input))}`
  return { method: 'GET', path: `/trpc/${procedures}?${query}`, headers }
}

function headersOf(tenantId: string): Record<string, string> {
  return { 'x-tenant-id': tenantId, 'x-user-email': agent }
}

function json(headers: Record<string, string>): Record<string, string> {
  return { ...headers, 'content-type': 'application/json' }
}
