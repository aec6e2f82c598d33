import { alterOrders } from '../migrate/lock-retries.ts'
import type { MigrationSession } from '../migrate/migration-session.ts'

/** The policy that shows every tenant's rows to the login that migrates: row-level security holds the owner too. */
const policy = 'migration'

const tables = ['orders', 'orders_duplicates'] as const

/** Shows our own login the rows of every tenant, until `hideRows`. */
export async function showEveryRow(session: MigrationSession): Promise<void> {
  const statements = tables.map(
    (table) => `${dropPolicy(table)};
      CREATE POLICY "${policy}" ON "${table}" FOR ALL TO CURRENT_USER USING (true) WITH CHECK (true)`,
  )
  await alterOrders(session, 'see every row of orders', () => session.client.query(statements.join('; ')))
}

/** Hides the rows again, also after a run that was killed. Locks nothing if they are hidden. */
export async function hideRows(session: MigrationSession): Promise<void> {
  const { rows } = await session.client.query(`SELECT FROM pg_policy WHERE polname = $1`, [policy])
  if (rows.length === 0) return
  const statements = tables.map((table) => dropPolicy(table))
  await alterOrders(session, 'hide the rows of orders again', () => session.client.query(statements.join('; ')))
}

function dropPolicy(table: string): string {
  return `DROP POLICY IF EXISTS "${policy}" ON "${table}"`
}
