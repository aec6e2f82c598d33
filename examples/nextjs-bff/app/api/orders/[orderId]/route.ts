import { forward } from '../../../../server/forward'

interface Context {
  readonly params: Promise<{ readonly orderId: string }>
}

/** One order, by its id or its reference. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { orderId } = await params
  return await forward(`/api/v1/orders/${encodeURIComponent(orderId)}`, { method: 'GET' })
}
