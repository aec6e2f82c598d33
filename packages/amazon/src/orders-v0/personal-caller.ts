import { DomainError } from '@orderport/domain'
import { reducedOrderHint } from '../reduced-order.ts'
import type { OrdersApiDeps, SellerSession } from '../seller-session.ts'
import { callSpApi, type Classification, type OperationCall } from '../transport/call-sp-api.ts'
import type { UpstreamAnswer } from '../transport/upstream-request.ts'
import { noRestrictedToken, personalData, type RestrictedTokens } from './restricted-tokens.ts'

/** What a call needs to show personal data where the seller's role covers them. */
export interface PersonalAccess extends Pick<OrdersApiDeps, 'onReduced'> {
  readonly session: SellerSession
  readonly restrictedTokens: RestrictedTokens
}

/**
 * Returns what makes the calls of one fetch to one operation with a restricted data token. Once Amazon refuses the
 * token, or a call made with it, that call is made again with the ordinary token, as all later ones are: their answers
 * lack the personal data. Throws as callSpApi does.
 */
export function createPersonalCaller({ session, restrictedTokens, onReduced }: PersonalAccess) {
  const restrictedSession = { ...session, tokens: restrictedTokens.of(session) }
  let isRefused = false
  return async (call: OperationCall): Promise<UpstreamAnswer> => {
    if (isRefused) return callSpApi(session, call)
    try {
      return await callSpApi(restrictedSession, { ...call, classify: strictly(call) })
    } catch (error) {
      if (!DomainError.is(error) || error.code !== 'UPSTREAM_FORBIDDEN') throw error
      isRefused = true
      const answer = await callSpApi(session, call)
      const event = { operation: call.operation.name, parts: personalData, refusal: error.detail ?? null }
      const { sellerId, region } = session
      // A refused token was reported when it was requested.
      if (error !== noRestrictedToken) onReduced({ ...event, sellerId, region, hint: reducedOrderHint })
      return answer
    }
  }
}

/** Any 403 counts as a refusal here, whoever sent it: the call with the ordinary token shows what is behind it. */
function strictly({ classify }: OperationCall): (answer: UpstreamAnswer) => Classification {
  return (answer) => {
    const classification = classify(answer)
    return answer.status === 403 && classification === 'UPSTREAM_ERROR' ? 'UPSTREAM_FORBIDDEN' : classification
  }
}
