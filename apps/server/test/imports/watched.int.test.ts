import { createOrderport } from '@orderport/sdk'
import { expect, it, vi } from 'vitest'
import { sampleOrder } from '../harness/sample-order.ts'
import { startAddress } from '../harness/start-address.ts'
import { startServiceProcess } from '../harness/start-service-process.ts'
import { startImportService } from './start-import-service.ts'

// Processes take long to start on a busy machine.
vi.setConfig({ testTimeout: 240_000 })

const tenant = 'boutique-lyon'
const references = Array.from({ length: 6 }, (_, index) => `171-0000000-000000${index}`)

it('who watches an import sees each state once, also those from while the server restarts', async () => {
  await using service = await startImportService()
  await using address = await startAddress()
  await using started = new AsyncDisposableStack()
  const { amazon } = service
  const seller = service.connect(tenant)
  for (const reference of references) {
    seller.putOrder(sampleOrder(reference))
    amazon.faults.push({ operation: 'getOrder', fault: { kind: 'hang' } })
  }
  const startServer = async () => {
    const server = started.use(await startServiceProcess({ ...service.environment, ROLE: 'api' }))
    address.leadTo(Number(new URL(server.address).port))
    return server
  }
  let server = await startServer()
  await service.startWorker()
  const { imports } = createOrderport({ baseUrl: `http://127.0.0.1:${address.port}`, tenantId: tenant })
  const direct = service.client(tenant).imports
  const { id } = (await imports.start({ refs: references })).import
  const watched = imports.watch(id)
  const seen: { version: number; done: number }[] = []
  const next = async () => {
    const { value } = await watched.next()
    if (value !== undefined) seen.push({ version: value.version, done: value.done })
    return value
  }
  for (let order = 1; order <= references.length; order += 1) {
    while ((seen.at(-1)?.done ?? -1) < order - 1) await next()
    await amazon.requestLog.received('getOrder', order)
    // The server goes away before some of the orders are imported, once killed and once told to stop.
    const signal = order === 2 ? 'SIGKILL' : order === 4 ? 'SIGTERM' : null
    if (signal !== null) {
      address.leadTo(null)
      server.signal(signal)
      await server.ended
    }
    amazon.faults.release()
    if (signal === null) continue
    await expect.poll(async () => (await direct.get({ id })).import.done, { timeout: 30_000 }).toBe(order)
    server = await startServer()
  }
  while ((await next()) !== undefined);
  const versions = seen.map(({ version }) => version)
  expect(versions).toEqual([...new Set(versions)].toSorted((one, other) => one - other))
  expect([...new Set(seen.map(({ done }) => done))]).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect((await direct.get({ id })).import).toMatchObject({ state: 'done', version: versions.at(-1) })
})
