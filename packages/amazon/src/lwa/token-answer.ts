import { z } from 'zod'

/** A token is not used in its last minute: the request that carries it takes time. */
const marginMs = 60_000

/** A token as a header's value: what can't be one is no token. */
export const tokenText = z.string().regex(/^[\x21-\x7e]+$/)

/** A token's life in seconds; 0 where Amazon does not say, so that it is not kept. */
export const lifetimeSeconds = z.coerce.number().positive().catch(0)

/** For how long a token may be kept, in milliseconds; negative for one that is too short-lived for that. */
export function usableForMs(expiresInSeconds: number): number {
  return expiresInSeconds * 1000 - marginMs
}
