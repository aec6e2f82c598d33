import { DomainError } from '@orderport/domain'
import { decodeJwt, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { readTokenClaims, type TokenClaims } from './token-claims.ts'

/** Asymmetric signatures only: with a shared secret, or none at all, everyone who can verify a token can forge one. */
const algorithms = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
const clockToleranceSeconds = 30

export interface TokenVerifierOptions {
  readonly issuer: string
  readonly audience: string
  /** The provider's key set, as createJwks returns it. */
  readonly jwks: JWTVerifyGetKey
  readonly now: () => Date
}

/** Returns a JWT's claims. Throws AUTH_REQUIRED for a bad one, IDENTITY_UNAVAILABLE when it can't be verified now. */
export type VerifyToken = (token: string) => Promise<TokenClaims>

export function createTokenVerifier({ issuer, audience, jwks, now }: TokenVerifierOptions): VerifyToken {
  return async (token) => {
    try {
      if (decodeJwt(token).iss !== issuer)
        throw new DomainError('AUTH_REQUIRED', { detail: 'a token of another issuer' })
      const { payload } = await jwtVerify(token, jwks, {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
        currentDate: now(),
      })
      return readTokenClaims(payload)
    } catch (error) {
      if (DomainError.is(error)) throw error
      throw new DomainError('AUTH_REQUIRED', { detail: faultIn(error), cause: error })
    }
  }
}

/** Returns jose's code for the log, never its message, which may repeat a claim's value. */
function faultIn(error: unknown): string {
  return error instanceof errors.JOSEError ? `a bad token: ${error.code}` : 'a bad token'
}
