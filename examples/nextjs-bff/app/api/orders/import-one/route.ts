import { forward } from '../../../../server/forward'

/** The import: `POST /api/orders/import-one` with `{ orderRef, conversation? }`. */
export async function POST(request: Request): Promise<Response> {
  return await forward('/api/v1/orders/import-one', { method: 'POST', body: await request.text() })
}
