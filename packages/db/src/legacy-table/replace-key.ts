import { alterOrders } from '../migrate/lock-retries.ts'
import type { MigrationSession } from '../migrate/migration-session.ts'

/** True while others need the key on the id alone: the legacy service, or tables that refer to it. */
export const idKeyIsNeeded = `
  EXISTS (SELECT FROM pg_policy WHERE polrelid = '"orders"'::regclass AND polname = 'deployed_service')
  OR EXISTS (SELECT FROM pg_constraint WHERE confrelid = '"orders"'::regclass AND contype = 'f')`

/** The index that becomes the primary key, and keeps that key's name. */
export const replaceKeySql = `
  ALTER TABLE "orders"
    DROP CONSTRAINT "orders_pkey",
    ADD CONSTRAINT "orders_pkey" PRIMARY KEY USING INDEX "orders_tenant_id_id_key"`

/**
 * Makes (tenant, id) the primary key of `orders` where a migration left the key on the id alone because others needed
 * it, and they no longer do. Locks nothing otherwise.
 */
export async function replaceKey(session: MigrationSession): Promise<void> {
  const { client, log } = session
  const { rows } = await client.query<{ waiting: boolean }>(
    `SELECT to_regclass('"orders_tenant_id_id_key"') IS NOT NULL AND NOT (${idKeyIsNeeded}) AS waiting`,
  )
  if (rows[0]?.waiting !== true) return
  await alterOrders(session, 'replace the primary key of orders', async () => {
    await client.query(replaceKeySql)
  })
  log('The primary key of orders is now (tenant_id, id).')
}
