import type { OrderStore, TenantId } from '@orderport/domain'
import type { TestDatabase } from '@orderport/embedded-postgres'
import { Client, type QueryConfig } from 'pg'
import { createOrderStore } from '../orders/order-store.ts'
import type { WithTenant } from '../tenant-database/tenant-database.ts'
import { openTenantDatabase } from './open-tenant-database.ts'

/** One step of a plan that was executed. */
export interface PlanStep {
  readonly type: string
  /** The table that it reads, if it reads one. */
  readonly table: string | null
  /** The method and columns of the index that it uses, whatever the index is called. */
  readonly index: string | null
}

export interface ReadPlan {
  readonly steps: readonly PlanStep[]
  /** How many pages were read, also by functions. */
  readonly pages: number
}

/** Reads orders as the service does, and returns the plans of the statements that it sent. */
export async function planOf(
  database: TestDatabase,
  read: (orders: OrderStore) => Promise<unknown>,
): Promise<ReadPlan> {
  const statements: { readonly tenantId: TenantId; readonly statement: QueryConfig }[] = []
  const tenantDatabase = openTenantDatabase(database.runtimeUrl)
  const recording: WithTenant = (tenantId) => {
    const scope = tenantDatabase.withTenant(tenantId)
    return {
      ...scope,
      query: (statement) => {
        statements.push({ tenantId, statement })
        return scope.query(statement)
      },
      lookUp: (statement) => {
        statements.push({ tenantId, statement })
        return scope.lookUp(statement)
      },
    }
  }
  try {
    await read(createOrderStore(recording))
  } finally {
    await tenantDatabase.close()
  }
  const indexes = await indexShapes(database)
  const client = new Client({ connectionString: database.runtimeUrl, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    // A test's tables are so small that reading them whole may be cheapest. Large ones are never read so.
    await client.query('SET enable_seqscan = off')
    const steps: PlanStep[] = []
    let pages = 0
    for (const { tenantId, statement } of statements) {
      await client.query('BEGIN')
      await client.query("SELECT set_config('orderport.tenant_id', $1, true)", [tenantId])
      const explain = {
        text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, COSTS OFF, TIMING OFF) ${statement.text}`,
        values: statement.values ?? [],
      }
      // The first run of a session also reads the catalogue.
      await client.query(explain)
      const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(explain)
      await client.query('ROLLBACK')
      const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
      if (plan === undefined) throw new Error('A statement has no plan.')
      steps.push(...executedSteps(plan, indexes))
      pages += (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0)
    }
    return { steps, pages }
  } finally {
    await client.end()
  }
}

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Loops'?: number
  readonly 'Shared Hit Blocks'?: number
  readonly 'Shared Read Blocks'?: number
  readonly Plans?: readonly PlanNode[]
}

/** Leaves out what never ran, and the node that joins partitions. */
function executedSteps(node: PlanNode, indexes: ReadonlyMap<string, string>): readonly PlanStep[] {
  if (node['Actual Loops'] === 0) return []
  const below = (node.Plans ?? []).flatMap((plan) => executedSteps(plan, indexes))
  if (node['Node Type'] === 'Append' || node['Node Type'] === 'Merge Append') return below
  const index = node['Index Name']
  const step = {
    type: node['Node Type'],
    table: node['Relation Name'] ?? null,
    index: index === undefined ? null : (indexes.get(index) ?? index),
  }
  return [step, ...below]
}

async function indexShapes(database: TestDatabase): Promise<ReadonlyMap<string, string>> {
  const rows = await database.superuserQuery(
    `SELECT indexname AS name, substring(indexdef FROM ' USING (.*)') AS shape FROM pg_indexes WHERE schemaname = 'public'`,
  )
  return new Map(rows.map(({ name, shape }) => [String(name), String(shape)]))
}
