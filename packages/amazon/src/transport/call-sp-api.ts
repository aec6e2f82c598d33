import { type CallPriority, type Deadline, DomainError, type ErrorCode, type UsagePlan } from '@orderport/domain'
import type { SellerSession } from '../seller-session.ts'
import { answerFailure } from './amazon-error.ts'
import type { Operation, UpstreamAnswer } from './upstream-request.ts'

/** An operation of the Selling Partner API. */
export interface SpApiOperation extends Operation {
  /** As Amazon publishes it. What a seller is granted is learned from `x-amzn-RateLimit-Limit`. */
  readonly usagePlan: UsagePlan
  /** True for one that lists orders: its plan is a hundred times slower than that of the others. */
  readonly lists?: boolean
}

/** What an answer is: one to read, a refusal that a new token may overcome, or a failure. */
export type Classification = 'answered' | 'stale-token' | ErrorCode

export interface OperationCall {
  readonly operation: SpApiOperation
  /** With its query. */
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly deadline: Deadline
  readonly classify: (answer: UpstreamAnswer) => Classification
}

/**
 * Calls the Selling Partner API with one of the session's tokens. Drops a token that Amazon calls stale, and tries once
 * more with a new one. Throws the failure that `classify` returns, `UPSTREAM_FORBIDDEN` when the new token is called
 * stale as well, and whatever the session's `send` and `tokens` throw.
 */
export async function callSpApi(session: SellerSession, call: OperationCall): Promise<UpstreamAnswer> {
  const { tokens } = session
  const { signal } = call.deadline
  const token = await tokens.get(signal)
  const first = await sendOnce(session, call, token)
  if (first !== 'stale-token') return first
  tokens.drop(token)
  const second = await sendOnce(session, call, await tokens.get(signal))
  if (second !== 'stale-token') return second
  const detail = `${call.operation.name} refused a token that had just been renewed`
  throw new DomainError('UPSTREAM_FORBIDDEN', { detail })
}

async function sendOnce(
  session: SellerSession,
  { operation, path, body, deadline, classify }: OperationCall,
  token: string,
): Promise<UpstreamAnswer | 'stale-token'> {
  const headers = { 'x-amz-access-token': token, accept: 'application/json', 'user-agent': session.userAgent }
  const { sellerId, region, application, priority } = session
  const answer = await session.send({
    operation,
    url: session.endpoint + path,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    sellerId,
    quota: {
      key: { application: application.clientId, sellerId, region, operation: operation.name },
      plan: operation.usagePlan,
      reserved: reservedOf(operation, priority),
    },
    deadline,
  })
  const classification = classify(answer)
  if (classification === 'answered') return answer
  if (classification === 'stale-token') return classification
  throw answerFailure(classification, operation, answer)
}

/**
 * The part of a burst that calls leave to more urgent ones. It costs no throughput: tokens flow back as fast whatever
 * the bucket holds, and the rest of the burst is slack enough to take each of them in time. A list has only background
 * callers, and many of its windows fit into a burst, so that most of it is theirs.
 */
const reservedShares = {
  list: { interactive: 0, background: 0.2, bulk: 0.4 },
  other: { interactive: 0, background: 0.8, bulk: 0.8 },
} as const satisfies Record<string, Record<CallPriority, number>>

function reservedOf({ lists = false, usagePlan }: SpApiOperation, priority: CallPriority): number {
  // Rounded first: 20 * 0.4 need not be 8.
  return Math.ceil(Number((usagePlan.burst * reservedShares[lists ? 'list' : 'other'][priority]).toFixed(6)))
}
