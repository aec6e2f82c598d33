import { type Deadline, DomainError, type ErrorCode, type UsagePlan } from '@orderport/domain'
import type { SellerSession } from '../seller-session.ts'
import { answerFailure } from './amazon-error.ts'
import type { Operation, UpstreamAnswer } from './upstream-request.ts'

/** An operation of the Selling Partner API. */
export interface SpApiOperation extends Operation {
  /** As Amazon publishes it. What a seller is granted is learned from `x-amzn-RateLimit-Limit`. */
  readonly usagePlan: UsagePlan
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
      reserved: priority === 'background' ? reservedOf(operation.usagePlan) : 0,
    },
    deadline,
  })
  const classification = classify(answer)
  if (classification === 'answered') return answer
  if (classification === 'stale-token') return classification
  throw answerFailure(classification, operation, answer)
}

/** The part of a burst that background calls leave to interactive ones. */
const interactiveShare = 0.2

function reservedOf({ burst }: UsagePlan): number {
  return Math.max(1, Math.ceil(burst * interactiveShare))
}
