import type { TestDatabase } from '@orderport/embedded-postgres'
import { z } from 'zod'
import { bigTenant, seeded } from '../database/seeded-row.ts'

const orderSchema = z.object({ tenantId: z.string(), id: z.string(), reference: z.string(), trackingCode: z.string() })

/** A stored order that requests ask for. It is shipped, so it has a tracking code. */
export type SampledOrder = z.infer<typeof orderSchema>

export interface SampleOptions {
  /** How many rows the table has. */
  readonly rows: number
  readonly count: number
  /** The same seed gives the same orders. */
  readonly seed: number
  /** Whether all of them are the big tenant's; otherwise a third is, as in the table. */
  readonly ofBigTenant?: boolean
}

/** Returns different orders of a seeded table, drawn at random. */
export async function sampleOrders(database: TestDatabase, options: SampleOptions): Promise<readonly SampledOrder[]> {
  const random = seededRandom(options.seed)
  const numbers = new Set<number>()
  const wanted = Math.min(options.count, Math.floor(options.rows / 4))
  while (numbers.size < wanted) {
    const number = 1 + Math.floor(random() * options.rows)
    const isWanted = number % 20 !== 0 && (options.ofBigTenant !== true || number % 3 === 0)
    if (isWanted) numbers.add(number)
  }
  const rows = await database.superuserQuery(
    `SELECT ${seeded.tenant} AS "tenantId", ${seeded.id} AS id, ${seeded.reference} AS reference,
       ${seeded.trackingCode} AS "trackingCode"
     FROM unnest($1::bigint[]) WITH ORDINALITY AS numbered (n, place) ORDER BY place`,
    [[...numbers]],
  )
  const orders = z.array(orderSchema).parse(rows)
  if (options.ofBigTenant === true && orders.some(({ tenantId }) => tenantId !== bigTenant)) {
    throw new Error('The sample has orders of other tenants.')
  }
  return orders
}

/** Returns a generator of numbers in [0, 1) that depend on the seed alone: a linear congruence with known constants. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
