import { migrate } from '@orderport/db'
import { legacyDatabase } from '@orderport/db/testing/legacy-database'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startOrderport } from '../harness/start-orderport.ts'
import { listedFrom } from '../harness/wire.ts'
import { checkReading } from './check-step.ts'
import { readTable, recordSchema, type JsonRecord } from './read-table.ts'
import { reference } from './scene.ts'
import { createSupportDesk, type Orderport } from './support-desk.ts'

const rowSchema = z.strictObject({
  title: z.string().min(1),
  'the old table holds': z.array(recordSchema).min(1),
  'the agent reads': recordSchema,
  'found by': z.array(z.string()).optional(),
  'orders in the list': z.int().default(1),
})

const truths = readTable('adopted-rows', rowSchema).flatMap(({ rows }) => rows)

const jsonColumns: ReadonlySet<string> = new Set(['products', 'raw_data'])

/** Starts the service on a database whose old table held the rows of every truth, each for a tenant of its own. */
async function startOnOldTable() {
  await using cleanup = new AsyncDisposableStack()
  const database = cleanup.use(await legacyDatabase())
  for (const [index, truth] of truths.entries()) {
    for (const [position, row] of truth['the old table holds'].entries()) {
      const columns: JsonRecord = { id: `ord-old-${index}-${position}`, tenant_id: tenantOf(index), ...row }
      await insert(database, { external_order_id: reference, ...columns })
    }
  }
  await migrate({ adminUrl: database.ownerUrl })
  await database.grantRuntimeRole()
  const service = cleanup.use(await startOrderport({ DATABASE_URL: database.runtimeUrl }))
  const owned = cleanup.move()
  return { service, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function insert(database: Orderport['database'], row: JsonRecord): Promise<void> {
  const names = Object.keys(row)
  const sent = names.map((name) => (jsonColumns.has(name) ? JSON.stringify(row[name]) : row[name]))
  const places = names.map((_, index) => `$${index + 1}`)
  await database.superuserQuery(`INSERT INTO orders (${names.join(', ')}) VALUES (${places.join(', ')})`, sent)
}

function tenantOf(index: number): string {
  return `ancienne-boutique-${index}`
}

describe(`${truths.length} truths of adopted rows`, () => {
  let started: Awaited<ReturnType<typeof startOnOldTable>>
  beforeAll(async () => {
    started = await startOnOldTable()
  })
  afterAll(() => started[Symbol.asyncDispose]())

  it.for(truths)('$title', async (truth) => {
    const { service } = started
    const tenantId = tenantOf(truths.indexOf(truth))
    const desk = createSupportDesk(service, tenantId)
    expect(await checkReading(desk, [truth['the agent reads']], truth), truth.title).toEqual([])
    expect(listedFrom(await service.get(tenantId, '')).total, truth.title).toBe(truth['orders in the list'])
  })
})
