import { forward } from '../../../../server/forward'

/** What the SDK says about a call, besides its tenant: that is the session's, whatever the browser claims. */
const passedOn = ['trpc-accept', 'x-request-id']

/** The SDK's way from the browser to Orderport, whose internal listener no browser reaches. */
async function passThrough(request: Request, body?: string): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const headers = Object.fromEntries(passedOn.flatMap((name) => pair(name, request.headers.get(name))))
  const path = `${pathname.slice('/api'.length)}${search}`
  return body === undefined
    ? await forward(path, { method: 'GET', headers })
    : await forward(path, { method: 'POST', headers, body })
}

function pair(name: string, value: string | null): [string, string][] {
  return value === null ? [] : [[name, value]]
}

export async function GET(request: Request): Promise<Response> {
  return await passThrough(request)
}

export async function POST(request: Request): Promise<Response> {
  return await passThrough(request, await request.text())
}
