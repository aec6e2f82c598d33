/** A bearer token, or what gives the one of now: it is asked before each HTTP request, and may answer later. None: no `Authorization`. */
export type TokenSource = string | null | undefined | (() => TokenValue | Promise<TokenValue>)

type TokenValue = string | null | undefined

/** Headers of your own for each HTTP request, or what gives them. `X-Tenant-Id` and, with a token, `Authorization` are the SDK's. */
export type HeaderSource = HeaderValues | (() => HeaderValues | Promise<HeaderValues>)

type HeaderValues = Readonly<Record<string, string>>

/** As much of `fetch` as the SDK uses: the platform's, undici's, or a wrapper of your own. */
export type OrderportFetch = (url: string, request: OrderportRequest) => Promise<OrderportResponse>

/** What the SDK gives to `fetch`. */
export interface OrderportRequest {
  /** `GET` for reads, `POST` for imports. */
  method: string
  /** With the token, if there is one. */
  headers: Record<string, string>
  /** JSON, of a `POST`. */
  body?: string
  /** Aborted when no call needs the request any more. */
  signal: AbortSignal
  /** Never followed: a token belongs to one host only. */
  redirect: 'manual'
}

/** What the SDK reads of an answer. */
export interface OrderportResponse {
  /** The HTTP status. */
  readonly status: number
  /** `Retry-After`, `Date`, `x-request-id` and `content-type` are read; across origins only those that the service exposes. */
  readonly headers: OrderportResponseHeaders
  /** The whole body. */
  text(): Promise<string>
}

/** As much of `Headers` as the SDK uses. */
export interface OrderportResponseHeaders {
  /** A header's value by its name in any case; null without it. */
  get(name: string): string | null
}

/** How reads (`list`, `get`) of the same moment share an HTTP request. */
export interface BatchOptions {
  /** Reads in one request; at most 20, which is the default and what the service takes. */
  readonly maxItems?: number | undefined
  /** Characters of a batch's URL; 4,000 by default. A read whose URL alone is longer travels alone. */
  readonly maxUrlLength?: number | undefined
}

/** Where Orderport is, for whom it is asked, and how patiently. */
export interface OrderportOptions {
  /** Orderport's address without `/trpc`: `https://orders.example.com`, a path of the page's own origin such as `/orderport`, or `''`. */
  readonly baseUrl: string
  /** The tenant that calls are for. */
  readonly tenantId: string
  /** A bearer token, or a function that is asked for one before each HTTP request. */
  readonly token?: TokenSource
  /** Headers of your own, or a function that is asked for them before each HTTP request. */
  readonly headers?: HeaderSource | undefined
  /** Instead of the platform's `fetch`. */
  readonly fetch?: OrderportFetch | undefined
  /** Milliseconds for a whole call, its retries included; 30,000 by default. */
  readonly timeoutMs?: number | undefined
  /** How often a call that failed in passing is sent again; 2 by default, 0 for never. */
  readonly maxRetries?: number | undefined
  /** `false`: each read is an HTTP request of its own. */
  readonly batch?: boolean | BatchOptions | undefined
}

/** What one call may have otherwise. A call with a `tenantId` or a `requestId` of its own travels alone, never in a batch. */
export interface CallOptions {
  /** Ends this call, and no other, with the code ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for this call, its retries included. */
  readonly timeoutMs?: number | undefined
  /** How often this call is sent again. */
  readonly maxRetries?: number | undefined
  /** Sent as `x-request-id`: up to 128 letters, digits, `.`, `_`, `:` and `-`. The service's log and its errors carry it. */
  readonly requestId?: string | undefined
  /** The tenant that this call is for. */
  readonly tenantId?: string | undefined
}
