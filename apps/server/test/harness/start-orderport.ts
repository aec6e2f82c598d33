import { migratedDatabase } from '@orderport/db/testing'
import { tenantIdSchema } from '@orderport/domain'
import { startAmazonSimulator } from '@orderport/amazon-simulator'
import { startVaultSimulator } from '@orderport/vault-simulator'
import { randomBytes } from 'node:crypto'
import { loadConfig } from '../../src/config/config.ts'
import { makeApiKey } from '../../src/authentication/api-key.ts'
import { createLog } from '../../src/log.ts'
import { startServer, type ServerDeps } from '../../src/start-server.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The body exactly as sent. */
  readonly text: string
  readonly body: unknown
}

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

interface KeyTerms {
  readonly scopes?: readonly string[]
  readonly expiresAt?: string | null
}

const application = { clientId: 'amzn1.application-oa2-client.test', clientSecret: 'application-secret-of-tests' }

/** The whole service on real parts: PostgreSQL, an Amazon and a Vault simulator, HTTP. No tenant has credentials yet. */
export async function startOrderport(variables: Record<string, string> = {}, overrides: Partial<ServerDeps> = {}) {
  await using cleanup = new AsyncDisposableStack()
  const database = cleanup.use(await migratedDatabase())
  const amazon = cleanup.use(await startAmazonSimulator())
  const vault = cleanup.use(await startVaultSimulator())
  amazon.registerApplication(application)
  vault.put('keybuzz/amazon_spapi/app', { client_id: application.clientId, client_secret: application.clientSecret })
  const environment: Readonly<Record<string, string>> = {
    DATABASE_URL: database.runtimeUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    VAULT_ADDR: vault.url,
    VAULT_TOKEN: vault.rootToken,
    AMAZON_SPAPI_ENDPOINT: amazon.url,
    AMAZON_LWA_ENDPOINT: amazon.lwaUrl,
    ...variables,
  }
  const server = await startServer(loadConfig(environment), { log: createLog('silent'), ...overrides })
  cleanup.defer(() => server.stop())
  const owned = cleanup.move()

  async function callAt(url: string, { method = 'GET', headers = {}, body }: Call): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(url, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : text }
  }

  const call = (path: string, request: Call = {}) => callAt(`${server.address}${path}`, request)

  return {
    address: server.address,
    application,
    /** Its configuration, for other processes on the same parts. */
    environment,
    amazon,
    vault,
    database,
    server,
    call,
    /** Calls the public listener; fails where there is none. */
    callPublic(path: string, request: Call = {}): Promise<Answer> {
      if (server.publicAddress === null) throw new Error('there is no public listener: set PUBLIC_PORT')
      return callAt(`${server.publicAddress}${path}`, request)
    },
    /** Makes the person a member of the tenant, as an operator does. */
    async addMember(tenantId: string, email: string, role: 'agent' | 'admin' = 'agent'): Promise<void> {
      await database.superuserQuery(`
        INSERT INTO tenants (id) VALUES ('${tenantId}') ON CONFLICT DO NOTHING;
        INSERT INTO members (tenant_id, email, role) VALUES ('${tenantId}', '${email}', '${role}')`)
    },
    /** Makes an API key of the tenant, as an operator does, and gives it. */
    async addApiKey(tenantId: string, { scopes = ['orders:read', 'orders:import'], expiresAt = null }: KeyTerms = {}) {
      const { id, key, secretHash } = makeApiKey(tenantIdSchema.parse(tenantId), randomBytes)
      await database.superuserQuery(`
        INSERT INTO tenants (id) VALUES ('${tenantId}') ON CONFLICT DO NOTHING;
        INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, expires_at) VALUES (
          '${tenantId}', '${id}', 'test', '\\x${Buffer.from(secretHash).toString('hex')}', '{${scopes.join(',')}}',
          ${expiresAt === null ? 'NULL' : `'${expiresAt}'`})`)
      return { id, key }
    },
    /** What the inbox's back end sends when an agent presses the button. */
    importOne(tenantId: string, orderRef: string, rest: Record<string, unknown> = {}): Promise<Answer> {
      const headers = { 'x-tenant-id': tenantId, 'x-user-email': 'agent@example.org' }
      return call('/api/v1/orders/import-one', { method: 'POST', headers, body: { orderRef, ...rest } })
    },
    get(tenantId: string, path: string): Promise<Answer> {
      return call(`/api/v1/orders${path}`, {
        headers: { 'x-tenant-id': tenantId, 'x-user-email': 'agent@example.org' },
      })
    },
    /** Gives the tenant a seller at the simulator and its authorisation in Vault. */
    connect(tenantId: string, sellerId: string = `SELLER-${tenantId}`) {
      const refreshToken = `Atzr|${sellerId}`
      const seller = amazon.registerSeller({ sellerId, region: 'eu-west-1', refreshToken })
      vault.put(`keybuzz/tenants/${tenantId}/amazon_spapi`, {
        refresh_token: refreshToken,
        seller_id: sellerId,
        marketplace_id: 'A13V1IB3VIYZZH',
        region: 'eu-west-1',
        created_at: '2026-01-01T00:00:00Z',
      })
      return seller
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
