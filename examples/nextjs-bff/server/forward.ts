import { orderportUrl } from './environment'
import { fakeSession } from './fake-session'

/** Longer than Orderport's own limit for Amazon and Vault, so that its answer arrives. */
const timeoutMs = 15_000

/** The headers of Orderport's answer that the browser gets; `cache-control` keeps streams from being compressed. */
const responseHeaders = ['cache-control', 'content-type', 'retry-after', 'x-request-id']

interface Call {
  readonly method: 'GET' | 'POST'
  readonly body?: string
  /** Headers besides the three that every call sends. */
  readonly headers?: Readonly<Record<string, string>>
  /** Ends an answer that is a stream of events, which lasts. Without it the answer is read whole, within a time limit. */
  readonly streamUntil?: AbortSignal
}

/**
 * Calls Orderport for the session's user and tenant, and returns its status and body unchanged, errors included.
 * Without an answer it returns a 502 in the same form.
 *
 * @param path the path and query below Orderport's address
 */
export async function forward(path: string, { method, body, headers = {}, streamUntil }: Call): Promise<Response> {
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
      signal: streamUntil ?? AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    })
    const content = streamUntil === undefined ? await answer.arrayBuffer() : answer.body
    return new Response(content, { status: answer.status, headers: headersOf(answer) })
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
  for (const name of responseHeaders) {
    const value = answer.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  return headers
}
