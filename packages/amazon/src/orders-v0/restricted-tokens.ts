import { type Deadline, DomainError } from '@orderport/domain'
import { z } from 'zod'
import { grantKey } from '../lwa/access-tokens.ts'
import { ExpiringValues, type Renewed } from '../lwa/expiring-values.ts'
import { lifetimeSeconds, tokenText, usableForMs } from '../lwa/token-answer.ts'
import type { SellerSession, TokenSupply } from '../seller-session.ts'
import { readAmazonError } from '../transport/amazon-error.ts'
import { callSpApi, type Classification, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyFailure } from '../transport/classify-failure.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'

export const createRestrictedDataTokenOperation: SpApiOperation = {
  name: 'createRestrictedDataToken',
  method: 'POST',
  pathTemplate: '/tokens/2021-03-01/restrictedDataToken',
  usagePlan: { ratePerSecond: 1, burst: 10 },
  mayAnswerEmpty: false,
}

/** A generic path: one token then serves all of the seller's orders for its lifetime. */
const restrictedPath = '/orders/v0/orders/{orderId}'
const dataElements = ['buyerInfo', 'shippingAddress']

/**
 * How long a missing role is remembered. Adding the role makes a new authorisation, whose token is requested at once.
 */
const missingRoleMs = 15 * 60_000

const answerSchema = z.object({ restrictedDataToken: tokenText, expiresIn: lifetimeSeconds })

/** Restricted data tokens by grant, kept for as long as Amazon allows; null where the application lacks the role. */
export class RestrictedTokens {
  readonly #tokens: ExpiringValues<string | null>

  /** `now` returns milliseconds. */
  constructor(now: () => number) {
    this.#tokens = new ExpiringValues('createRestrictedDataToken', now)
  }

  /** Returns the tokens that show most of an order: restricted ones, or the session's own where the role is missing. */
  of(session: SellerSession): TokenSupply {
    const key = grantKey(session)
    return {
      get: async (signal) => {
        const restricted = await this.#tokens.get(key, signal, (deadline) => renew(session, deadline))
        return restricted ?? session.tokens.get(signal)
      },
      drop: (refused) => {
        this.#tokens.drop(key, refused)
        session.tokens.drop(refused)
      },
    }
  }
}

/**
 * Requests a token that shows the buyer and the address of the seller's orders in v0 `getOrder`: one request. The value
 * is null where the application lacks the role for them. Throws `RATE_LIMITED`, `UPSTREAM_FORBIDDEN`,
 * `APP_CREDENTIALS_INVALID`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for everything else.
 * Source: https://developer-docs.amazon.com/sp-api/docs/tokens-api-use-case-guide
 */
async function renew(session: SellerSession, deadline: Deadline): Promise<Renewed<string | null>> {
  const answer = await callSpApi(session, {
    operation: createRestrictedDataTokenOperation,
    path: createRestrictedDataTokenOperation.pathTemplate,
    body: { restrictedResources: [{ method: 'GET', path: restrictedPath, dataElements }] },
    deadline,
    classify,
  })
  if (answer.status === 400) return { value: null, usableForMs: missingRoleMs }
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (parsed.success) {
    return { value: parsed.data.restrictedDataToken, usableForMs: usableForMs(parsed.data.expiresIn) }
  }
  throw new DomainError('UPSTREAM_ERROR', { detail: 'createRestrictedDataToken answered 200 without a readable token' })
}

function classify(answer: UpstreamAnswer): Classification {
  if (answer.status === 200 || lacksRole(answer)) return 'answered'
  const failure = classifyFailure(answer, restrictedPath)
  // An answer about a token says nothing about an order.
  return failure === 'ORDER_NOT_FOUND_FOR_TENANT' ? 'UPSTREAM_ERROR' : failure
}

/**
 * Amazon refuses the token itself to an application without the role. Only the sentence tells this from a bad request.
 */
function lacksRole(answer: UpstreamAnswer): boolean {
  const error = answer.status === 400 ? readAmazonError(answer.body) : null
  return error?.code === 'InvalidInput' && /\bdo(?:es)? not have access\b/i.test(`${error.message} ${error.details}`)
}
