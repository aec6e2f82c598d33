/**
 * A bearer token, or a function that returns it, called before each HTTP request. Without a token no `Authorization`
 * is sent.
 */
export type TokenSource = string | null | undefined | (() => TokenValue | Promise<TokenValue>)

type TokenValue = string | null | undefined

/**
 * Custom headers, or a function that returns them. The SDK itself sets `X-Tenant-Id` and, with a token,
 * `Authorization`.
 */
export type HeaderSource = HeaderValues | (() => HeaderValues | Promise<HeaderValues>)

type HeaderValues = Readonly<Record<string, string>>

/** The part of `fetch` that the SDK uses: the platform's, undici's, or your own wrapper. */
export type OrderportFetch = (url: string, request: OrderportRequest) => Promise<OrderportResponse>

/** What the SDK passes to `fetch`. */
export interface OrderportRequest {
  /** `GET` for reads, `POST` for imports. */
  method: string
  /** Includes the token, if there is one. */
  headers: Record<string, string>
  /** The JSON of a `POST`. */
  body?: string
  /** Aborts when no call needs the request any more. */
  signal: AbortSignal
  /** Redirects are not followed: the token is for one host only. */
  redirect: 'manual'
}

/** What the SDK reads of a response. */
export interface OrderportResponse {
  /** The HTTP status. */
  readonly status: number
  /**
   * The SDK reads `Retry-After`, `Date`, `x-request-id` and `content-type`; across origins, only those that the
   * service exposes.
   */
  readonly headers: OrderportResponseHeaders
  /** The whole body. */
  text(): Promise<string>
  /** The body as it comes, which `imports.watch` reads. */
  readonly body?: ReadableStream<Uint8Array> | null
}

/** The part of `Headers` that the SDK uses. */
export interface OrderportResponseHeaders {
  /** Returns a header's value by its name in any case, or null. */
  get(name: string): string | null
}

/** How concurrent reads (`list`, `get`, `late`) share an HTTP request. */
export interface BatchOptions {
  /** The number of reads in one request; 20 by default and at most. */
  readonly maxItems?: number | undefined
  /** The length of a batch's URL; 4,000 by default. A read whose URL alone is longer is sent on its own. */
  readonly maxUrlLength?: number | undefined
}

/** Client options. */
export interface OrderportOptions {
  /**
   * Orderport's address before `/trpc`: `https://orders.example.com`, a path of the page's own origin such as
   * `/orderport`, or `''`.
   */
  readonly baseUrl: string
  /** The tenant whose orders are read and imported. */
  readonly tenantId: string
  /** A bearer token, or a function that returns one, called before each HTTP request. */
  readonly token?: TokenSource
  /** Custom headers, or a function that returns them, called before each HTTP request. */
  readonly headers?: HeaderSource | undefined
  /** A replacement for the platform's `fetch`. */
  readonly fetch?: OrderportFetch | undefined
  /** The time limit of a call including its retries, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number | undefined
  /** How often a call is retried after a transient failure; 2 by default. */
  readonly maxRetries?: number | undefined
  /** `false` sends each read in an HTTP request of its own. */
  readonly batch?: boolean | BatchOptions | undefined
}

/** Per-call overrides. A call with a `tenantId` or a `requestId` of its own is never batched. */
export interface CallOptions {
  /** Aborts this call alone, which then rejects with the code ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** The time limit of this call including its retries, in milliseconds. */
  readonly timeoutMs?: number | undefined
  /** How often this call is retried. */
  readonly maxRetries?: number | undefined
  /**
   * Sent as `x-request-id`: up to 128 letters, digits, `.`, `_`, `:` and `-`. The service's log and errors contain it.
   */
  readonly requestId?: string | undefined
  /** The tenant of this call. */
  readonly tenantId?: string | undefined
}
