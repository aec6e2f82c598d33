import { sqlState } from '../../database-error.ts'
import { sqlStates } from '../../sql-states.ts'
import { alterOrders, besideOthers } from '../beside-others.ts'
import type { MigrationSession } from '../migration-session.ts'
import { onlyRow } from './only-row.ts'

/** Stands in for NOT NULL until the column has it. Not PostgreSQL's own name for that: it would then choose another. */
const constraint = 'orders_take_over_channel_check'

/** Whether rows without a channel are refused already, by an earlier run. */
export async function missingChannelsAreRefused(session: MigrationSession): Promise<boolean> {
  const { required, guarded } = await readState(session)
  return required || guarded
}

/** From here on no row without a channel can be written. Those that are there stay for now: no row is read. */
export async function refuseMissingChannels(session: MigrationSession): Promise<void> {
  await alterOrders(session, 'refuse orders without a channel', () =>
    session.client.query(`ALTER TABLE "orders" ADD CONSTRAINT "${constraint}" CHECK ("channel" IS NOT NULL) NOT VALID`),
  )
}

/**
 * Makes the column NOT NULL without a look at the rows under the strong lock: they are looked at before, beside those who
 * read and write. False if a row without a channel is still there.
 */
export async function requireChannel(session: MigrationSession): Promise<boolean> {
  const { client } = session
  const { required, guarded } = await readState(session)
  if (required && !guarded) return true
  try {
    if (guarded) {
      const statement = `ALTER TABLE "orders" VALIDATE CONSTRAINT "${constraint}"`
      await besideOthers(session, 'check the channels of orders', statement)
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

interface State {
  /** The column is NOT NULL. */
  readonly required: boolean
  /** The constraint that stands in for it is there. */
  readonly guarded: boolean
}

async function readState({ client }: MigrationSession): Promise<State> {
  return onlyRow(
    await client.query<{ required: boolean; guarded: boolean }>(
      `SELECT attnotnull AS "required",
         EXISTS (SELECT FROM pg_constraint WHERE conrelid = attrelid AND conname = $1) AS "guarded"
       FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'channel'`,
      [constraint],
    ),
  )
}
