import { forward } from '../../../server/forward'

/** The list: `GET /api/orders?q=<reference>`. */
export async function GET(request: Request): Promise<Response> {
  return await forward(`/api/v1/orders${new URL(request.url).search}`, { method: 'GET' })
}
