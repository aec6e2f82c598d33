import { DomainError } from '@orderport/domain'
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { readTokenFacts, type TokenFacts } from './token-claims.ts'

/** Asymmetric signatures only: with a shared secret, or with none, whoever can check a token can make one. */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
const clockToleranceSeconds = 30

export interface TokenVerifierParts {
  readonly issuer: string
  readonly audience: string
  /** As createTokenKeys makes it. */
  readonly keyFor: JWTVerifyGetKey
  readonly now: () => Date
}

/** Gives what a JWT says. Throws AUTH_REQUIRED for any that doesn't hold, and IDENTITY_UNAVAILABLE where that can't be known. */
export type VerifyToken = (token: string) => Promise<TokenFacts>

export function createTokenVerifier({ issuer, audience, keyFor, now }: TokenVerifierParts): VerifyToken {
  return async (token) => {
    try {
      if (decodeJwt(token).iss !== issuer)
        throw new DomainError('AUTH_REQUIRED', { detail: 'a token of another issuer' })
      const { payload } = await jwtVerify(token, keyFor, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
        currentDate: now(),
      })
      return readTokenFacts(payload)
    } catch (error) {
      if (DomainError.is(error)) throw error
      throw new DomainError('AUTH_REQUIRED', { detail: whatIsWrong(error), cause: error })
    }
  }
}

/** For the log: jose's code, never its message, which may name a claim's value. */
function whatIsWrong(error: unknown): string {
  return error instanceof errors.JOSEError ? `a bad token: ${error.code}` : 'a bad token'
}
