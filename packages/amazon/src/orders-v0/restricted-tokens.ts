import { type Deadline, DomainError } from '@orderport/domain'
import { z } from 'zod'
import { grantKey } from '../lwa/access-tokens.ts'
import { ExpiringValues, type Renewed } from '../lwa/expiring-values.ts'
import { lifetimeSeconds, tokenText, usableForMs } from '../lwa/token-answer.ts'
import { reducedOrderHint } from '../reduced-order.ts'
import type { OrdersApiDeps, SellerSession, TokenSupply } from '../seller-session.ts'
import { answerFailure, readAmazonError } from '../transport/amazon-error.ts'
import { callSpApi, type Classification, type SpApiOperation } from '../transport/call-sp-api.ts'
import { classifyFailure } from '../transport/classify-failure.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'

const createRestrictedDataTokenOperation: SpApiOperation = {
  name: 'createRestrictedDataToken',
  method: 'POST',
  pathTemplate: '/tokens/2021-03-01/restrictedDataToken',
  usagePlan: { ratePerSecond: 1, burst: 10 },
}

/** Generic paths: one token then serves all of the seller's orders, and their items, for its lifetime. */
const orders = { method: 'GET', path: '/orders/v0/orders/{orderId}', dataElements: ['buyerInfo', 'shippingAddress'] }
const items = { method: 'GET', path: '/orders/v0/orders/{orderId}/orderItems', dataElements: ['buyerInfo'] }

/** What the tokens show, in Amazon's words. */
export const personalData = ['buyerInfo', 'shippingAddress']

/**
 * How long a missing role is remembered. Adding the role makes a new authorisation, whose token is requested at once.
 */
const missingRoleMs = 15 * 60_000

const answerSchema = z.object({ restrictedDataToken: tokenText, expiresIn: lifetimeSeconds })

/** Thrown where Amazon grants no restricted token. */
export const noRestrictedToken = new DomainError('UPSTREAM_FORBIDDEN', { detail: 'Amazon grants no restricted token' })

/** Restricted data tokens by grant, kept for as long as Amazon allows; null where Amazon refuses one. */
export class RestrictedTokens {
  readonly #tokens: ExpiringValues<string | null>
  readonly #onReduced: OrdersApiDeps['onReduced']

  constructor({ now, onReduced }: OrdersApiDeps) {
    this.#tokens = new ExpiringValues('createRestrictedDataToken', now)
    this.#onReduced = onReduced
  }

  /** Returns the seller's restricted tokens. Their `get` throws `noRestrictedToken` where Amazon refuses one. */
  of(anySession: SellerSession): TokenSupply {
    // Clicks may wait for the same token, whoever asks first.
    const session = { ...anySession, priority: 'interactive' } as const
    const key = grantKey(session)
    return {
      get: async (signal) => {
        const renew = (deadline: Deadline) => requestRestrictedToken(session, deadline, this.#onReduced)
        const restricted = await this.#tokens.get(key, signal, renew)
        if (restricted === null) throw noRestrictedToken
        return restricted
      },
      drop: (refused) => {
        this.#tokens.drop(key, refused)
        session.tokens.drop(refused)
      },
    }
  }
}

/**
 * Requests a token that shows the buyer, the address and the gift options of the seller's orders in v0. The
 * value is null where Amazon refuses it with 400 or 403, which is remembered only for a missing role. Throws
 * `RATE_LIMITED`, `APP_CREDENTIALS_INVALID`, `UPSTREAM_TIMEOUT`, and `UPSTREAM_ERROR` for everything else.
 * Source: https://developer-docs.amazon.com/sp-api/docs/tokens-api-use-case-guide
 */
async function requestRestrictedToken(
  session: SellerSession,
  deadline: Deadline,
  onReduced: OrdersApiDeps['onReduced'],
): Promise<Renewed<string | null>> {
  const operation = createRestrictedDataTokenOperation
  const ask = (restrictedResources: readonly unknown[]): Promise<UpstreamAnswer> =>
    callSpApi(session, { operation, path: operation.pathTemplate, body: { restrictedResources }, deadline, classify })
  const both = await ask([orders, items])
  // Amazon documents the generic path for orders; should it refuse that of the items, the buyer is worth more.
  const answer = both.status === 400 && !lacksRole(both) ? await ask([orders]) : both
  if (answer.status !== 200) {
    const { sellerId, region } = session
    const refusal = answerFailure('UPSTREAM_FORBIDDEN', operation, answer).detail ?? null
    onReduced({ operation: operation.name, sellerId, region, parts: personalData, refusal, hint: reducedOrderHint })
    return { value: null, usableForMs: lacksRole(answer) ? missingRoleMs : 0 }
  }
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (parsed.success) {
    return { value: parsed.data.restrictedDataToken, usableForMs: usableForMs(parsed.data.expiresIn) }
  }
  throw new DomainError('UPSTREAM_ERROR', { detail: 'createRestrictedDataToken answered 200 without a readable token' })
}

function classify(answer: UpstreamAnswer): Classification {
  if (answer.status === 200) return 'answered'
  const failure = classifyFailure(answer, '')
  if (failure === 'stale-token' || failure === 'APP_CREDENTIALS_INVALID') return failure
  if (answer.status === 400 || answer.status === 403) return 'answered'
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
