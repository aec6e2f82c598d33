import { expect, it } from 'vitest'
import { migratedDatabase } from '../testing/migrated-database.ts'
import { storableAmount } from './storable-amount.ts'

it('amounts are rounded as Postgres rounds them', async () => {
  await using database = await migratedDatabase()
  const amounts = ['29.9', '0.005', '29.994999', '29.995', '-29.995', '-0.004', '9999999999.994999']
  const values = amounts.map((amount) => `('${amount}'::numeric(12,2)::text)`)
  const rows = await database.superuserQuery(`SELECT column1 AS kept FROM (VALUES ${values.join(', ')}) AS amounts`)
  expect(rows).toEqual(amounts.map((amount) => ({ kept: storableAmount(amount) })))
})
