import type { ErrorCode, IdentityMethod } from '@orderport/domain'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestTrace } from '../telemetry/tracing.ts'

/** One procedure call of a request. */
export interface RecordedCall {
  /** Such as `orders.import`. */
  readonly procedure: string
  /** Null while it runs, and after a success. */
  code: ErrorCode | null
}

/** What a request did, gathered for its access line. Holds nothing that a person typed. */
export interface RequestRecord {
  readonly requestId: string
  readonly trace: RequestTrace
  /** As the caller names it, well-formed; null until it is known. */
  tenantId: string | null
  /** How the caller was identified; null until it was. */
  caller: IdentityMethod | null
  readonly calls: RecordedCall[]
  /** The code of the first failure. */
  code: ErrorCode | null
  /** Our own words on a failure that is ours or an upstream's. */
  detail: string | null
  /** Requests to marketplaces on its behalf. Work that several requests share counts for the one that began it. */
  attempts: number
  /** Why the marketplace could not be asked again, so that the stored order answered; null where it was not tried. */
  stale: ErrorCode | null
}

declare module 'fastify' {
  interface FastifyRequest {
    record: RequestRecord
  }
}

export function createRequestRecord(requestId: string, trace: RequestTrace): RequestRecord {
  return {
    requestId,
    trace,
    tenantId: null,
    caller: null,
    calls: [],
    code: null,
    detail: null,
    attempts: 0,
    stale: null,
  }
}

const records = new AsyncLocalStorage<RequestRecord>()

/** Runs work on behalf of a request: whatever it calls finds the record by `currentRecord`. */
export function withRecord<T>(record: RequestRecord, work: () => T): T {
  return records.run(record, () => record.trace.run(work))
}

/** Returns the record of the request on whose behalf this runs; undefined for work of no request. */
export function currentRecord(): RequestRecord | undefined {
  return records.getStore()
}
