import { z } from 'zod'

/** A token is not used in its last minute: the request that carries it takes time. */
const marginMs = 60_000

/** A token that can be a header's value; anything else is not a token. */
export const tokenText = z.string().regex(/^[\x21-\x7e]+$/)

/** A token's lifetime in seconds; 0 where Amazon states none, so that the token is not kept. */
export const lifetimeSeconds = z.coerce.number().positive().catch(0)

/** Returns for how long a token may be kept, in milliseconds; at most 0 for one that lives too short a time. */
export function usableForMs(expiresInSeconds: number): number {
  return expiresInSeconds * 1000 - marginMs
}
