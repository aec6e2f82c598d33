import { MigrationError, stays, type MigrationSession } from '../migrate/migration-session.ts'
import { addColumns } from './add-columns.ts'
import { dropUnfinished, makeIndex, type IndexDefinition } from '../migrate/concurrent-index.ts'
import { correctKeptIds, createArchive, moveDuplicates } from './move-duplicates.ts'
import { formatCount, waitForLockedRows } from './pass.ts'
import { missingChannelsAreRefused, refuseMissingChannels, requireChannel } from './require-channel.ts'
import { rewriteRows, type RewrittenRows } from './rewrite-rows.ts'

/** One row for each tenant, reference and channel. Both indexes are those of the third migration. */
export const uniqueKey: IndexDefinition = {
  name: 'orders_tenant_id_external_order_id_channel_key',
  unique: true,
  on: '(tenant_id, external_order_id, channel)',
}

export const listIndex: IndexDefinition = {
  name: 'orders_list_idx',
  unique: false,
  on: '(tenant_id, order_date DESC NULLS LAST, id, external_order_id, tracking_code)',
}

/** How many rows a take-over changed. */
export interface TakeOverReport {
  /** Rows that were moved to `orders_duplicates`. */
  readonly duplicatesMoved: number
  readonly rewritten: RewrittenRows
}

export const nothingTakenOver: TakeOverReport = { duplicatesMoved: 0, rewritten: { channels: 0, rawData: 0 } }

/**
 * Does to a table with rows, while it is in use, what the second and third migration do to an empty one: the same
 * columns, rules and indexes, and one row for each order. Each step is committed separately and can be repeated, so a
 * run that was killed anywhere is simply run again. Strong locks are held briefly; long steps let others read and
 * write.
 * Throws `MigrationError` when others keep it from finishing; steps that were done stay.
 */
export async function takeOver(session: MigrationSession): Promise<TakeOverReport> {
  try {
    await dropUnfinished(session, uniqueKey)
    await dropUnfinished(session, listIndex)
    await addColumns(session)
    await createArchive(session)
    const report = await makeUnique(session)
    logReport(session, report)
    await makeIndex(session, listIndex)
    await correctKeptIds(session)
    return report
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`Taking over the table orders stopped: ${reason}. ${stays}.`, { cause: error })
  }
}

function logReport({ log }: MigrationSession, { duplicatesMoved, rewritten }: TakeOverReport): void {
  if (duplicatesMoved > 0) log(`Moved ${formatCount(duplicatesMoved)} duplicate rows of orders to orders_duplicates.`)
  if (rewritten.channels > 0) log(`Wrote the channel of ${formatCount(rewritten.channels)} rows in its usual spelling.`)
  if (rewritten.rawData > 0)
    log(`Removed the JSON null that stood for no raw answer in ${formatCount(rewritten.rawData)} rows.`)
}

/** How many times a new duplicate may spoil the unique key. */
const maxFailures = 20

/**
 * Repeats the clean-up until the rules hold for every row, then makes the database enforce them. It takes rounds
 * because the legacy service may go on writing rows that break the rules.
 */
async function makeUnique(session: MigrationSession): Promise<TakeOverReport> {
  let report = nothingTakenOver
  let guarded = await missingChannelsAreRefused(session)
  const pausesMs = session.lockRetries.pausesMs.values()
  for (let failures = 0; failures < maxFailures;) {
    const moved = await moveDuplicates(session)
    const rewrote = await rewriteRows(session)
    report = add(report, { duplicatesMoved: moved.moved, rewritten: rewrote.rewritten })
    if (!guarded) {
      // After the bulk of the work, so that the legacy service's rows without a channel are refused as late as
      // possible.
      await refuseMissingChannels(session)
      guarded = true
    } else if (!moved.complete || !rewrote.complete) {
      await waitForLockedRows(session, pausesMs.next().value)
    } else if ((await makeIndex(session, uniqueKey)) && (await requireChannel(session))) {
      return report
    } else failures += 1
  }
  throw new MigrationError(
    `Duplicates of orders are being written faster than they can be moved. ${stays} when less is written.`,
  )
}

function add(one: TakeOverReport, other: TakeOverReport): TakeOverReport {
  return {
    duplicatesMoved: one.duplicatesMoved + other.duplicatesMoved,
    rewritten: {
      channels: one.rewritten.channels + other.rewritten.channels,
      rawData: one.rewritten.rawData + other.rewritten.rawData,
    },
  }
}
