import { migrate } from '@orderport/db'
import { createEmptyDatabase } from '@orderport/embedded-postgres'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { startOrderport } from '../harness/start-orderport.ts'

const tenant = 'boutique-lyon'
const reference = '171-4093870-1757126'
const lone = '402-5913076-8821140'

/** What the service before this one stored: the same order twice, and one with a zero-width space and a line end. */
const legacyTable = `
  CREATE TABLE orders (
    id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, external_order_id TEXT NOT NULL, channel TEXT DEFAULT 'amazon',
    status TEXT DEFAULT 'Unshipped', total_amount NUMERIC(12,2) DEFAULT 0, currency TEXT DEFAULT 'EUR',
    order_date TIMESTAMPTZ, fulfillment_channel TEXT DEFAULT 'MFN', customer_name TEXT, customer_email TEXT,
    customer_address TEXT, carrier TEXT, tracking_code TEXT, tracking_url TEXT, delivery_status TEXT DEFAULT 'pending',
    products JSONB DEFAULT '[]', raw_data JSONB, created_at TIMESTAMPTZ DEFAULT now(),
    updated_at TIMESTAMPTZ DEFAULT now()
  );
  INSERT INTO orders (id, tenant_id, external_order_id, total_amount, products, raw_data, tracking_code) VALUES
    ('stub', '${tenant}', '${reference}', 0, '[]', NULL, NULL),
    ('full', '${tenant}', E' ${reference}\u00a0', 29.99, '[{"qty":1}]', '{"a":1}', '6A 1234 5678'),
    ('lone', '${tenant}', E'\u200b${lone}\\n', 12.5, '[{"qty":1}]', '{"a":1}', NULL);
  DO $$ BEGIN EXECUTE format('ALTER TABLE orders OWNER TO %I',
    (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database())); END $$`

const found = z.object({ orderId: z.string(), externalOrderId: z.string() })
const listed = z.object({ total: z.number(), orders: z.array(found) })

it('an adopted order whose reference had blanks around it was not found, and imported a second time', async () => {
  await using database = await createEmptyDatabase()
  await database.superuserQuery(legacyTable)
  expect(await migrate({ adminUrl: database.ownerUrl })).toMatchObject({
    duplicatesMoved: 1,
    rewritten: { references: 2, trackingCodes: 1 },
  })
  await database.grantRuntimeRole()
  await using service = await startOrderport({ DATABASE_URL: database.runtimeUrl })
  for (const [id, stored, typed] of [
    ['full', reference, reference],
    ['full', reference, ` ${reference}\u00a0`],
    ['lone', lone, `\u200b${lone}\n`],
  ] as const) {
    const expected = { orderId: id, externalOrderId: stored }
    expect(found.parse((await service.get(tenant, `/${encodeURIComponent(typed)}`)).body)).toEqual(expected)
    const search = await service.get(tenant, `?q=${encodeURIComponent(typed)}`)
    expect(listed.parse(search.body)).toEqual({ total: 1, orders: [expected] })
    expect(found.parse((await service.importOne(tenant, typed)).body)).toEqual(expected)
  }
  expect(listed.parse((await service.get(tenant, '?q=6A12345678')).body).orders[0]?.orderId).toBe('full')
  expect(listed.parse((await service.get(tenant, '')).body).total).toBe(2)
})
