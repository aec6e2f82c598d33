import { z } from 'zod'
import { startIdentityProvider } from '../harness/identity-provider.ts'
import { recordListeners } from '../harness/recorded-listeners.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { makeCredentials } from './credentials.ts'
import { listEndpoints, type Endpoint, type ListenerName } from './endpoints.ts'
import { watchStoredRows } from './stored-rows.ts'
import { seedTenant, tenantA, tenantB } from './two-tenants.ts'

export type AccessFixture = Awaited<ReturnType<typeof startAccessFixture>>

/**
 * Starts a service that enforces memberships and holds two tenants' data, and makes every kind of credential for it.
 */
export async function startAccessFixture() {
  await using cleanup = new AsyncDisposableStack()
  const provider = cleanup.use(await startIdentityProvider())
  const { started, listeners } = await recordListeners(() =>
    startOrderport({
      MEMBERSHIP: 'enforce',
      // A worker would store and ask by itself.
      ROLE: 'api',
      TRUSTED_CIDRS: '127.0.0.1/32',
      PUBLIC_PORT: '0',
      PUBLIC_ALLOWED_ORIGINS: 'https://desk.example',
      ...provider.variables,
    }),
  )
  const service = cleanup.use(started)
  // The service learns this rate with the first import. It believes in none that is a hundred times the published one.
  service.amazon.usagePlans.override('getOrder', { rate: 45, burst: 10_000 })
  // Forecasts empty no bucket of Amazon's; `refillQuota` refills ours.
  service.amazon.usagePlans.override('searchOrders', { rate: 10_000, burst: 10_000 })
  await seedTenant(service, tenantA)
  await seedTenant(service, tenantB)
  const credentials = await makeCredentials(service, provider)
  const addresses = { internal: service.server.address, public: service.server.publicAddress ?? '' }
  const listenerAt = (name: ListenerName) => {
    const listener = listeners.find(({ port }) => String(port) === new URL(addresses[name]).port)
    if (listener === undefined) throw new Error(`no ${name} listener was recorded`)
    return listener
  }
  const endpoints: readonly Endpoint[] = [
    ...listEndpoints('internal', listenerAt('internal')),
    ...listEndpoints('public', listenerAt('public')),
  ]
  const stored = cleanup.use(await watchStoredRows(service.database))
  const initialRows = await stored.read()
  const owned = cleanup.move()
  return {
    service,
    credentials,
    addresses,
    endpoints,
    listeners,
    /** Deletes the imports that began after the fixture, and their orders. Returns how many they were. */
    async deleteStartedImports(): Promise<number> {
      const [row] = await service.database.superuserQuery(
        `WITH started AS (DELETE FROM imports WHERE requested_by NOT LIKE 'agent-of.canary-%' RETURNING tenant_id, id),
           items AS (DELETE FROM import_items USING started WHERE import_id = started.id)
         SELECT count(*)::int AS number FROM started`,
      )
      return z.int().parse(row?.['number'])
    },
    /** Makes the service forget which part of the tenants' usage plans is used. */
    refillQuota: () => service.database.superuserQuery('DELETE FROM upstream_usage'),
    /** Every row that is stored now, as one text to compare. */
    readStoredRows: stored.read,
    /** What `readStoredRows` returned before the first request of the test. */
    initialRows,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
