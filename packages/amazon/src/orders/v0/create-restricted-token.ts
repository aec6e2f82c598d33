import { DomainError } from '@orderport/domain'
import { z } from 'zod'
import { askSellerApi, type Verdict } from '../../transport/call-sp-api.ts'
import { readAmazonError } from '../../transport/amazon-error.ts'
import type { TimeLimit, UpstreamAnswer } from '../../transport/upstream-request.ts'
import { lifetimeSeconds, tokenText } from '../../lwa/token-answer.ts'
import { classifyFailure } from '../../transport/classify-failure.ts'
import type { SellerAccess } from '../fetch-order.ts'

/** A generic path, so that one token serves all of the seller's orders for its life. */
const path = '/orders/v0/orders/{orderId}'
const dataElements = ['buyerInfo', 'shippingAddress']

const answerSchema = z.object({ restrictedDataToken: tokenText, expiresIn: lifetimeSeconds })

export interface RestrictedToken {
  readonly token: string
  readonly expiresInSeconds: number
}

/**
 * A token that opens the buyer and the address of the seller's orders in v0 `getOrder`: one request. Null where the
 * application lacks the role for them. Throws `RATE_LIMITED`, `UPSTREAM_FORBIDDEN`, `APP_CREDENTIALS_INVALID`,
 * `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for everything else.
 * Source: https://developer-docs.amazon.com/sp-api/docs/tokens-api-use-case-guide
 */
export async function createRestrictedToken(
  { api, accessTokens }: SellerAccess,
  limit: TimeLimit,
): Promise<RestrictedToken | null> {
  const answer = await askSellerApi(api, {
    operation: 'createRestrictedDataToken',
    method: 'POST',
    path: '/tokens/2021-03-01/restrictedDataToken',
    pathTemplate: '/tokens/2021-03-01/restrictedDataToken',
    body: { restrictedResources: [{ method: 'GET', path, dataElements }] },
    tokens: accessTokens,
    limit,
    judge,
  })
  if (answer.status === 400) return null
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (parsed.success) return { token: parsed.data.restrictedDataToken, expiresInSeconds: parsed.data.expiresIn }
  throw new DomainError('UPSTREAM_ERROR', { detail: 'createRestrictedDataToken answered 200 without a readable token' })
}

function judge(answer: UpstreamAnswer): Verdict {
  if (answer.status === 200 || lacksRole(answer)) return 'answered'
  const failure = classifyFailure(answer, path)
  // Nothing that is said of a token is said of an order.
  return failure === 'ORDER_NOT_FOUND_FOR_TENANT' ? 'UPSTREAM_ERROR' : failure
}

/** Amazon refuses the token itself to an application without the role; only the sentence tells it from a bad request. */
function lacksRole(answer: UpstreamAnswer): boolean {
  const error = answer.status === 400 ? readAmazonError(answer.body) : null
  return error?.code === 'InvalidInput' && /\bdo(?:es)? not have access\b/i.test(`${error.message} ${error.details}`)
}
