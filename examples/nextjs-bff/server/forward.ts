import { orderportUrl } from './environment'
import { fakeSession } from './fake-session'

/** Longer than Orderport gives Amazon and Vault together, so that its own sentence arrives. */
const patienceMs = 15_000

/** What a browser may read of Orderport's answer besides its status and body. */
const passedBack = ['content-type', 'retry-after', 'x-request-id']

interface Call {
  readonly method: 'GET' | 'POST'
  readonly body?: string
  /** Headers besides the three that every call carries. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Calls Orderport for the session's user and tenant, and gives its status and body as they are, errors too. Where there is
 * no answer, this back end gives one of its own: 502 with the same form.
 *
 * @param path below Orderport's address, with its query
 */
export async function forward(path: string, { method, body, headers = {} }: Call): Promise<Response> {
  const session = await fakeSession()
  const sent = new Headers({
    ...headers,
    'Content-Type': 'application/json',
    'X-User-Email': session.userEmail,
    'X-Tenant-Id': session.tenantId,
  })
  try {
    const answer = await fetch(new URL(path, orderportUrl()), {
      method,
      headers: sent,
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined ? {} : { body }),
    })
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers: headersOf(answer) })
  } catch (error) {
    console.error(`Orderport gave no answer to ${method} ${path.split('?')[0]}:`, error)
    return Response.json(
      {
        error: 'Le service des commandes ne répond pas. Réessayez dans quelques instants.',
        code: 'ORDERPORT_UNREACHABLE',
      },
      { status: 502 },
    )
  }
}

function headersOf(answer: Response): Headers {
  const headers = new Headers()
  for (const name of passedBack) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}
