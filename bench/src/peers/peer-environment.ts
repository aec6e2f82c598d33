import type { AmazonClientOptions } from './amazon-client.ts'

/** What a peer is started with. */
export interface PeerEnvironment {
  readonly databaseUrl: string
  readonly amazon: AmazonClientOptions
}

/** Reads the environment that `startContender` gives a peer. Throws for a variable that is missing. */
export function peerEnvironment(): PeerEnvironment {
  return {
    databaseUrl: variable('DATABASE_URL'),
    amazon: {
      endpoint: variable('AMAZON_SPAPI_ENDPOINT'),
      lwaEndpoint: variable('AMAZON_LWA_ENDPOINT'),
      clientId: variable('AMAZON_SPAPI_CLIENT_ID'),
      clientSecret: variable('AMAZON_SPAPI_CLIENT_SECRET'),
    },
  }
}

function variable(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`The peer needs ${name}.`)
  return value
}
