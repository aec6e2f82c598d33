import { migratedDatabase } from '@orderport/db/testing'
import { tenantIdSchema } from '@orderport/domain'
import { randomBytes } from 'node:crypto'
import { loadConfig } from '../../src/config/config.ts'
import { makeApiKey } from '../../src/authentication/api-key.ts'
import { createLog } from '../../src/log.ts'
import { startServer, type ServerDeps } from '../../src/start-server.ts'
import { startUpstream } from './start-upstream.ts'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The body, exactly as it was sent. */
  readonly text: string
  readonly body: unknown
}

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

interface ApiKeyOptions {
  readonly scopes?: readonly string[]
  readonly expiresAt?: string | null
}

/**
 * Starts the whole service in this process: HTTP listeners, a PostgreSQL database of its own, simulators of Amazon and
 * Vault. No tenant has credentials yet.
 */
export async function startOrderport(variables: Record<string, string> = {}, overrides: Partial<ServerDeps> = {}) {
  await using cleanup = new AsyncDisposableStack()
  const database = cleanup.use(await migratedDatabase())
  const { application, amazon, vault, connect, ...upstream } = cleanup.use(await startUpstream())
  const environment: Readonly<Record<string, string>> = {
    DATABASE_URL: database.runtimeUrl,
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...upstream.environment,
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

  async function addTenant(tenantId: string): Promise<void> {
    await database.superuserQuery('INSERT INTO tenants (id) VALUES ($1) ON CONFLICT DO NOTHING', [tenantId])
  }

  const call = (path: string, request: Call = {}) => callAt(`${server.address}${path}`, request)

  return {
    address: server.address,
    application,
    /** Its configuration, for other processes on the same database and simulators. */
    environment,
    amazon,
    vault,
    /** Registers a seller for the tenant at the simulator, and stores its authorisation in Vault. */
    connect,
    database,
    server,
    call,
    /** Calls the public listener. Throws where there is none. */
    callPublic(path: string, request: Call = {}): Promise<Answer> {
      if (server.publicAddress === null) throw new Error('there is no public listener: set PUBLIC_PORT')
      return callAt(`${server.publicAddress}${path}`, request)
    },
    /** Makes the person a member of the tenant, as an operator does. */
    async addMember(tenantId: string, email: string, role: 'agent' | 'admin' = 'agent'): Promise<void> {
      await addTenant(tenantId)
      await database.superuserQuery('INSERT INTO members (tenant_id, email, role) VALUES ($1, $2, $3)', [
        tenantId,
        email,
        role,
      ])
    },
    /** Creates an API key of the tenant, as an operator does, and returns it. */
    async addApiKey(
      tenantId: string,
      { scopes = ['orders:read', 'orders:import'], expiresAt = null }: ApiKeyOptions = {},
    ) {
      const { id, key, secretHash } = makeApiKey(tenantIdSchema.parse(tenantId), randomBytes)
      await addTenant(tenantId)
      await database.superuserQuery(
        `INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, expires_at)
         VALUES ($1, $2, 'test', $3, $4, $5)`,
        [tenantId, id, secretHash, scopes, expiresAt],
      )
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
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
