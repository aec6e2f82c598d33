import { sqlState, sqlStates } from '../database-error.ts'
import { alterOrders, runConcurrently } from '../migrate/lock-retries.ts'
import type { MigrationSession } from '../migrate/migration-session.ts'
import { onlyRow } from './pass.ts'

/** Stands in for NOT NULL until the column has it. Not PostgreSQL's own name for that: it would then choose another. */
const constraint = 'orders_take_over_channel_check'

/** True if an earlier run has already made the database refuse rows without a channel. */
export async function missingChannelsAreRefused(session: MigrationSession): Promise<boolean> {
  const { required, guarded } = await readState(session)
  return required || guarded
}

/** Makes the database refuse new rows without a channel. Existing ones stay for now, and no row is read. */
export async function refuseMissingChannels(session: MigrationSession): Promise<void> {
  await alterOrders(session, 'refuse orders without a channel', () =>
    session.client.query(`ALTER TABLE "orders" ADD CONSTRAINT "${constraint}" CHECK ("channel" IS NOT NULL) NOT VALID`),
  )
}

/**
 * Makes the column NOT NULL without reading the rows under the strong lock: they are checked before, while others read
 * and write. Returns false if a row still has no channel.
 */
export async function requireChannel(session: MigrationSession): Promise<boolean> {
  const { client } = session
  const { required, guarded } = await readState(session)
  if (required && !guarded) return true
  try {
    if (guarded) {
      const statement = `ALTER TABLE "orders" VALIDATE CONSTRAINT "${constraint}"`
      await runConcurrently(session, 'check the channels of orders', statement)
    }
  } catch (error) {
    if (sqlState(error) !== sqlStates.checkViolation) throw error
    return false
  }
  await alterOrders(session, 'make the channel of orders NOT NULL', async () => {
    await client.query('ALTER TABLE "orders" ALTER COLUMN "channel" SET NOT NULL')
    await client.query(`ALTER TABLE "orders" DROP CONSTRAINT IF EXISTS "${constraint}"`)
  })
  return true
}

interface ChannelState {
  /** The column is NOT NULL. */
  readonly required: boolean
  /** The constraint that stands in for NOT NULL exists. */
  readonly guarded: boolean
}

async function readState({ client }: MigrationSession): Promise<ChannelState> {
  return onlyRow(
    await client.query<{ required: boolean; guarded: boolean }>(
      `SELECT attnotnull AS "required",
         EXISTS (SELECT FROM pg_constraint WHERE conrelid = attrelid AND conname = $1) AS "guarded"
       FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'channel'`,
      [constraint],
    ),
  )
}
