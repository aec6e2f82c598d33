import type { OrderportRequest } from '../options.ts'

/** One HTTP request as the service receives it. */
export interface ReceivedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** The procedures that it calls (several in a batch), each with its input. */
  readonly calls: readonly { readonly path: string; readonly input: unknown }[]
  readonly isBatch: boolean
  readonly signal: AbortSignal
}

/** A `fetch` that records each request and returns the response that the test gives. */
export function fakeService(respond: (request: ReceivedRequest, index: number) => Response | Promise<Response>) {
  const requests: ReceivedRequest[] = []
  async function fetch(url: string, request: OrderportRequest): Promise<Response> {
    const received = parseRequest(url, request)
    requests.push(received)
    return await unlessAborted(Promise.resolve(respond(received, requests.length - 1)), request.signal)
  }
  return { fetch, requests }
}

/** A successful response, batched if the request is. `resultOf` returns the result for an input. */
export function success(request: ReceivedRequest, resultOf: (input: unknown) => unknown): Response {
  const results = request.calls.map(({ input }) => ({ result: { data: resultOf(input) } }))
  return Response.json(request.isBatch ? results : results[0])
}

interface Failure {
  readonly code: string
  readonly status: number
  readonly retryable: boolean
  readonly headers: Record<string, string>
}

/** A response in which every call of the request fails alike. */
export function failure(
  { isBatch, calls }: ReceivedRequest,
  { code = 'DATABASE_UNAVAILABLE', status = 503, retryable = true, headers = {} }: Partial<Failure> = {},
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
  return Response.json(isBatch ? calls.map(() => ({ error })) : { error }, { status, headers })
}

export const emptyPage = {
  orders: [],
  count: 0,
  total: 0,
  pagination: { limit: 50, offset: 0, hasMore: false, nextCursor: null },
}

function parseRequest(url: string, { method, headers, body, signal }: OrderportRequest): ReceivedRequest {
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
