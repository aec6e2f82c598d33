import { ExpiringValues } from '../lwa/expiring-values.ts'
import { grantKey } from '../lwa/grant-key.ts'
import { usableForMs } from '../lwa/token-answer.ts'
import type { TokenSupply } from '../transport/call-sp-api.ts'
import type { SellerAccess } from '../orders/fetch-order.ts'
import { createRestrictedToken } from '../orders/v0/create-restricted-token.ts'

/** How long a missing role is remembered. A role that is added makes a new authorisation, which is asked for at once. */
const missingRoleMs = 15 * 60_000

/** Restricted data tokens by grant, kept for as long as Amazon says; null where the application lacks the role. */
export class RestrictedTokens {
  readonly #tokens: ExpiringValues<string | null>

  /** `now` gives milliseconds. */
  constructor(now: () => number) {
    this.#tokens = new ExpiringValues('createRestrictedDataToken', now)
  }

  /** The tokens that show most of an order: restricted ones, or the seller's ordinary ones where the role is missing. */
  of(access: SellerAccess): TokenSupply {
    const key = grantKey(access.grant)
    return {
      get: async (signal) => (await this.#get(key, access, signal)) ?? access.accessTokens.get(signal),
      drop: (refused) => {
        this.#tokens.drop(key, refused)
        access.accessTokens.drop(refused)
      },
    }
  }

  #get(key: string, access: SellerAccess, signal: AbortSignal): Promise<string | null> {
    return this.#tokens.get(key, signal, async (deadline) => {
      const created = await createRestrictedToken(access, { signal: deadline })
      return created === null
        ? { value: null, usableForMs: missingRoleMs }
        : { value: created.token, usableForMs: usableForMs(created.expiresInSeconds) }
    })
  }
}
