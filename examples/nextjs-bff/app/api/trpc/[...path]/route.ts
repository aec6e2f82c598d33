import { forward } from '../../../../server/forward'

/** The SDK's headers that are forwarded. The tenant is the session's, whatever the browser sends. */
const forwardedHeaders = ['trpc-accept', 'x-request-id']

/** Forwards a call of the SDK to Orderport, whose internal listener browsers can't reach. */
async function forwardCall(request: Request, body?: string): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = Object.fromEntries(forwardedHeaders.flatMap((name) => pair(name, request.headers.get(name))))
  const path = `${pathname.slice('/api'.length)}${search}`
  if (body !== undefined) return await forward(path, { method: 'POST', headers, body })
  const isStream = request.headers.get('accept') === 'text/event-stream'
  return await forward(path, { method: 'GET', headers, ...(isStream ? { streamUntil: request.signal } : {}) })
}

function pair(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]]
}

export async function GET(request: Request): Promise<Response> {
  return await forwardCall(request)
}

export async function POST(request: Request): Promise<Response> {
  return await forwardCall(request, await request.text())
}
