import { forward } from '../../../../server/forward'

interface Context {
  readonly params: Promise<{ readonly id: string }>
}

/** How far an import of many orders is, and which of them failed. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { id } = await params
  return await forward(`/api/v1/imports/${encodeURIComponent(id)}`, { method: 'GET' })
}
