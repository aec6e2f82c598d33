import { createOrderport } from '@orderport/sdk'
import { startOrderport } from '../harness/start-orderport.ts'
import { startServiceProcess, type ServiceProcess } from '../harness/start-service-process.ts'

export const dayMs = 24 * 60 * 60_000

/** The tenants' imports at a process that only answers, and workers in processes of their own. */
export async function startImportService(variables: Readonly<Record<string, string>> = {}) {
  await using cleanup = new AsyncDisposableStack()
  const service = cleanup.use(await startOrderport({ ROLE: 'api', ...variables }))
  const database = cleanup.use(await service.database.openSuperuserSession())
  const owned = cleanup.move()
  return {
    ...service,
    sql: database.query,
    client: (tenantId: string) => createOrderport({ baseUrl: service.address, tenantId }),
    /** Starts a worker; the fixture stops it in the end if the test hasn't. */
    async startWorker(): Promise<ServiceProcess> {
      return owned.use(await startServiceProcess({ ...service.environment, ROLE: 'worker' }))
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Widens Amazon's usage plans about as far as the service believes: a rate a hundred times off counts as a mistake. */
export function widenPlans({ amazon }: Pick<Awaited<ReturnType<typeof startOrderport>>, 'amazon'>): void {
  amazon.usagePlans.scale(99)
}
