import { setTimeout as delay } from 'node:timers/promises'
import { MigrationError } from '../migration-error.ts'
import type { MigrationSession } from '../migration-session.ts'
import { addColumns } from './add-columns.ts'
import { createArchive, settleArchive } from './archive.ts'
import { dropUnfinished, listIndex, makeIndex, uniqueKey } from './concurrent-index.ts'
import { moveDuplicates } from './move-duplicates.ts'
import { missingChannelsAreRefused, refuseMissingChannels, requireChannel } from './require-channel.ts'
import { rewriteRows, type Rewritten } from './rewrite-rows.ts'
import { shown } from './shown.ts'

/** What a take-over changed in the rows. */
export interface TakeOverReport {
  /** Rows that went to `orders_duplicates`. */
  readonly duplicatesMoved: number
  readonly rewritten: Rewritten
}

const stays = 'What was done stays; run migrate again, it goes on from there'

/** Nothing to take over. */
export const nothingTakenOver: TakeOverReport = { duplicatesMoved: 0, rewritten: { channels: 0, rawData: 0 } }

/**
 * Does to a table in use, that holds rows already, what the second and third migration do to an empty one: the same
 * columns, rules and indexes, and one row for each order. Every step is committed by itself and can be repeated, so a run
 * that was killed anywhere is simply run again. Locks that others feel are held for a moment; what takes long runs beside them.
 * Throws `MigrationError` when others don't let it finish; what was done stays.
 */
export async function takeOver(session: MigrationSession): Promise<TakeOverReport> {
  try {
    await dropUnfinished(session, uniqueKey)
    await dropUnfinished(session, listIndex)
    await addColumns(session)
    await createArchive(session)
    const report = await makeUnique(session)
    tell(session, report)
    await makeIndex(session, listIndex)
    await settleArchive(session)
    return report
  } catch (error) {
    if (error instanceof MigrationError) throw error
    const reason = error instanceof Error ? error.message : 'unknown'
    throw new MigrationError(`Taking over the table orders stopped: ${reason}. ${stays}.`, { cause: error })
  }
}

function tell({ log }: MigrationSession, { duplicatesMoved, rewritten }: TakeOverReport): void {
  if (duplicatesMoved > 0) log(`Moved ${shown(duplicatesMoved)} duplicate rows of orders to orders_duplicates.`)
  if (rewritten.channels > 0) log(`Wrote the channel of ${shown(rewritten.channels)} rows in its usual spelling.`)
  if (rewritten.rawData > 0)
    log(`Removed the JSON null that stood for no raw answer in ${shown(rewritten.rawData)} rows.`)
}

/** How often duplicates may come while the key is being made. */
const longestSeries = 20

/**
 * Cleans the table up until the rules hold for every row, and makes them the database's. The service that is still running
 * may go on writing what they refuse until then, hence the rounds.
 */
async function makeUnique(session: MigrationSession): Promise<TakeOverReport> {
  let report = nothingTakenOver
  let guarded = await missingChannelsAreRefused(session)
  const pausesMs = session.patience.pausesMs.values()
  for (let refused = 0; refused < longestSeries;) {
    const moved = await moveDuplicates(session)
    const rewrote = await rewriteRows(session)
    report = add(report, { duplicatesMoved: moved.moved, rewritten: rewrote.rewritten })
    if (!guarded) {
      // After the bulk of the work: the other service's rows without a channel are refused as late as can be.
      await refuseMissingChannels(session)
      guarded = true
    } else if (!moved.complete || !rewrote.complete) {
      await lookAgain(session, pausesMs.next().value)
    } else if ((await makeIndex(session, uniqueKey)) && (await requireChannel(session))) {
      return report
    } else refused += 1
  }
  throw new MigrationError(
    `Duplicates of orders are being written faster than they can be moved. ${stays} when less is written.`,
  )
}

/** Waits for others to let go of rows. */
async function lookAgain(session: MigrationSession, pauseMs: number | undefined): Promise<void> {
  if (pauseMs === undefined) {
    throw new MigrationError(
      `Gave up waiting for rows of orders that other transactions have locked. ${stays} when they have ended.`,
    )
  }
  session.progress('Others have locked rows of orders that are to be moved or rewritten: looking again.')
  await delay(pauseMs)
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
