import { recordListeners } from '../harness/recorded-listeners.ts'
import { startIdentityProvider } from '../harness/identity-provider.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { makeCredentials } from './credentials.ts'
import { doorsOf, type Door, type ListenerName } from './endpoints.ts'
import { storedRows } from './stored-rows.ts'
import { storeTenant, tenantA, tenantB } from './two-tenants.ts'

/** Two tenants' data behind every door of a service that enforces memberships, and everything to knock with. */
export type AccessScene = Awaited<ReturnType<typeof setAccessScene>>

export async function setAccessScene() {
  await using cleanup = new AsyncDisposableStack()
  const provider = cleanup.use(await startIdentityProvider())
  const { started, listeners } = await recordListeners(() =>
    startOrderport({
      MEMBERSHIP: 'enforce',
      TRUSTED_CIDRS: '127.0.0.1/32',
      PUBLIC_PORT: '0',
      PUBLIC_ALLOWED_ORIGINS: 'https://desk.example',
      ...provider.variables,
    }),
  )
  const service = cleanup.use(started)
  await storeTenant(service, tenantA)
  await storeTenant(service, tenantB)
  const credentials = await makeCredentials(service, provider)
  const addresses = { internal: service.server.address, public: service.server.publicAddress ?? '' }
  const listenerAt = (name: ListenerName) => {
    const listener = listeners.find(({ port }) => String(port) === new URL(addresses[name]).port)
    if (listener === undefined) throw new Error(`no ${name} listener was announced`)
    return listener
  }
  const doors: readonly Door[] = [
    ...doorsOf('internal', listenerAt('internal')),
    ...doorsOf('public', listenerAt('public')),
  ]
  const everythingStored = await storedRows(service.database)
  const owned = cleanup.move()
  return {
    service,
    credentials,
    addresses,
    doors,
    listeners,
    everythingStored,
    storedAtFirst: await everythingStored(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
