import { CompactSign, exportJWK, generateKeyPair } from 'jose'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

const issuer = 'https://login.example.org/'
const audience = 'orderport'

type Key = Awaited<ReturnType<typeof makeKey>>

/**
 * Starts an identity provider on loopback: it signs tokens, and publishes its keys over HTTP. `answerWith` replaces its
 * answer to a request for the keys.
 */
export async function startIdentityProvider() {
  let key = await makeKey('key-1')
  let published = [key]
  let asked = 0
  let answer: (response: ServerResponse) => void = publish
  const server = createServer((_request, response) => {
    asked += 1
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')

  function publish(response: ServerResponse): void {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }))
  }

  return {
    issuer,
    audience,
    jwksUrl: `http://127.0.0.1:${address.port}/jwks`,
    /** How often its keys were requested. */
    asked: () => asked,
    variables: {
      AUTH_JWT_ISSUER: issuer,
      AUTH_JWT_AUDIENCE: audience,
      AUTH_JWKS_URL: `http://127.0.0.1:${address.port}/jwks`,
    },
    /** Signs with a new key from now on. With `keep`, the earlier keys stay published. */
    async rotate({ keep }: { readonly keep: boolean }) {
      key = await makeKey(`key-${published.length + 1}-${asked}`)
      published = keep ? [...published, key] : [key]
    },
    answerWith(other: (response: ServerResponse) => void) {
      answer = other
    },
    answerAgain() {
      answer = publish
    },
    /**
     * Signs a token with these claims; issuer, audience and a validity of five minutes are added unless they are given.
     */
    sign: (claims: object, at: Date = new Date()) => sign(key, claims, at),
    publicPem: () => key.pem,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function makeKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  return { kid, privateKey, jwk: { ...jwk, kid, alg: 'ES256', use: 'sig' }, pem: JSON.stringify(jwk) }
}

function sign(key: Key, claims: object, at: Date): Promise<string> {
  const seconds = Math.floor(at.getTime() / 1000)
  const payload = { iss: issuer, aud: audience, iat: seconds, exp: seconds + 300, ...claims }
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid })
    .sign(key.privateKey)
}

/** A token without a signature. */
export function unsignedToken(header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part(header)}.${part(claims)}.`
}
