import type { OrderportRequest } from '../options.ts'

/** One HTTP request as the service sees it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The procedures that it calls, several in a batch, each with its input. */
  readonly calls: readonly { readonly path: string; readonly input: unknown }[]
  readonly isBatch: boolean
  readonly signal: AbortSignal
}

/** A service of which only the wire is real: it records what it is sent and answers what it is told. */
export function fakeService(answer: (seen: Seen, index: number) => Response | Promise<Response>) {
  const requests: Seen[] = []
  async function fetch(url: string, request: OrderportRequest): Promise<Response> {
    const seen = seenOf(url, request)
    requests.push(seen)
    return await unlessAborted(Promise.resolve(answer(seen, requests.length - 1)), request.signal)
  }
  return { fetch, requests }
}

/** What the procedures give, in the form that the request asks for. */
export function success(seen: Seen, give: (input: unknown) => unknown): Response {
  const results = seen.calls.map(({ input }) => ({ result: { data: give(input) } }))
  return Response.json(seen.isBatch ? results : results[0])
}

interface Failed {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly headers: Record<string, string>
}

/** One failure for every call of the request. */
export function failure(
  seen: Seen,
  { code = 'DATABASE_UNAVAILABLE', status = 503, retryable = true, headers = {} }: Partial<Failed> = {},
): Response {
  const error = {
    code: -32603,
    message: `It failed with ${code}.`,
    data: {
      code: 'SOME_CODE',
      httpStatus: status,
      path: 'x',
      appCode: code,
      sentence: `Échec : ${code}.`,
      retryable,
      requestId: 'request-of-service',
    },
  }
  return Response.json(seen.isBatch ? seen.calls.map(() => ({ error })) : { error }, { status, headers })
}

export const emptyPage = {
  orders: [],
  count: 0,
  total: 0,
  pagination: { limit: 50, offset: 0, hasMore: false, nextCursor: null },
}

function seenOf(url: string, { method, headers, body, signal }: OrderportRequest): Seen {
  const { pathname, searchParams } = new URL(url)
  const paths = decodeURIComponent(pathname.replace(/^.*\/trpc\//, '')).split(',')
  const isBatch = searchParams.has('batch')
  const input: unknown = JSON.parse(body ?? searchParams.get('input') ?? 'null')
  const inputs = new Map<string, unknown>(isBatch ? Object.entries(input ?? {}) : [['0', input]])
  return {
    method,
    url,
    headers,
    isBatch,
    signal,
    calls: paths.map((path, index) => ({ path, input: inputs.get(String(index)) })),
  }
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DOMException('This operation was aborted', 'AbortError'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    work.then(resolve, reject)
  })
}
