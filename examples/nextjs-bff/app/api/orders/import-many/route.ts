import { forward } from '../../../../server/forward'

/** Starts an import of many orders: `POST /api/orders/import-many` with `{ orderRefs }` or `{ text }`. */
export async function POST(request: Request): Promise<Response> {
  return await forward('/api/v1/orders/import-many', { method: 'POST', body: await request.text() })
}
