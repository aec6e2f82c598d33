import { isRecord } from '../request.ts'

/** A page of `searchOrders`. */
export interface SearchPage {
  readonly orders: readonly Readonly<Record<string, unknown>>[]
  readonly orderIds: readonly string[]
  /** Null on the last page. */
  readonly nextToken: string | null
  readonly body: Readonly<Record<string, unknown>>
}

/** Reads a page. Throws for every other answer. */
export async function searchPage(response: Response): Promise<SearchPage> {
  const body: unknown = await response.json()
  const orders: unknown = isRecord(body) ? body['orders'] : null
  if (!isRecord(body) || !Array.isArray(orders)) throw new Error(`no page: ${response.status} ${JSON.stringify(body)}`)
  const pagination = body['pagination']
  const nextToken = isRecord(pagination) ? pagination['nextToken'] : null
  const listed = orders.filter(isRecord)
  return {
    orders: listed,
    orderIds: listed.map(({ orderId }) => String(orderId)),
    nextToken: typeof nextToken === 'string' ? nextToken : null,
    body,
  }
}
