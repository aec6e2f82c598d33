import { DomainError, type ErrorCode } from '@orderport/domain'
import { answerFailure } from './upstream-failure.ts'
import type {
  Send,
  TimeLimit,
  UpstreamAnswer,
  UpstreamOperation,
  UpstreamRequest,
  UsageAccount,
} from './upstream-request.ts'

/** Where one seller's requests to the Selling Partner API go, and in whose name. */
export interface SellerApi {
  readonly send: Send
  /** Without a slash at its end. */
  readonly endpoint: string
  readonly userAgent: string
  readonly sellerId: string
  readonly account: UsageAccount
}

/** One seller's tokens of one kind. */
export interface TokenSupply {
  get(signal: AbortSignal): Promise<string>
  /** Forgets a token that Amazon refused. */
  drop(refused: string): void
}

/** What an answer is: one to be read, a failure, or a refusal that a new token may turn. */
export type Verdict = 'answered' | 'stale-token' | ErrorCode

export interface Question {
  readonly operation: UpstreamOperation
  readonly method: UpstreamRequest['method']
  /** With its query. */
  readonly path: string
  readonly pathTemplate: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly tokens: TokenSupply
  readonly limit: TimeLimit
  readonly judge: (answer: UpstreamAnswer) => Verdict
}

/**
 * Asks the Selling Partner API with a token of the seller's. A token that Amazon calls stale is dropped and renewed once; a
 * second refusal is not about the token. Throws the failure that `judge` finds, `UPSTREAM_FORBIDDEN` for that second
 * refusal, and as `send` and the tokens do.
 */
export async function askSellerApi(api: SellerApi, question: Question): Promise<UpstreamAnswer> {
  const { operation, tokens, judge } = question
  const { signal } = question.limit
  const token = await tokens.get(signal)
  const first = await send(api, question, token)
  const verdict = judge(first)
  if (verdict === 'answered') return first
  if (verdict !== 'stale-token') throw answerFailure(verdict, operation, first)
  tokens.drop(token)
  const second = await send(api, question, await tokens.get(signal))
  const secondVerdict = judge(second)
  if (secondVerdict === 'answered') return second
  if (secondVerdict !== 'stale-token') throw answerFailure(secondVerdict, operation, second)
  throw new DomainError('UPSTREAM_FORBIDDEN', { detail: `${operation} refused a token that had just been renewed` })
}

function send(api: SellerApi, question: Question, token: string): Promise<UpstreamAnswer> {
  const { operation, method, path, pathTemplate, body, limit } = question
  const headers = { 'x-amz-access-token': token, accept: 'application/json', 'user-agent': api.userAgent }
  return api.send({
    operation,
    method,
    url: api.endpoint + path,
    pathTemplate,
    headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    sellerId: api.sellerId,
    account: api.account,
    ...limit,
  })
}
