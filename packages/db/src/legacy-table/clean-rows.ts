import type { MigrationSession } from '../migrate/migration-session.ts'
import { cleanReferences } from './clean-references.ts'
import { hideRows, showEveryRow } from './every-row-policy.ts'
import { fillTrackingCodes } from './fill-tracking-codes.ts'
import { formatCount } from './pass.ts'

/** The migration before which rows are cleaned. A database that has it has had that done. */
export const cleanedBefore = '20261125140000_clean_references_and_codes'

/** How many rows a cleaning changed. */
export interface CleanedRows {
  /** Rows that were moved to `orders_duplicates`, because a fuller row of the same order stays. */
  readonly moved: number
  /** Rows whose reference was rewritten. A later batch may have moved some of them after all. */
  readonly references: number
  /** Rows whose tracking codes were written where the search looks for them. */
  readonly trackingCodes: number
}

export const nothingCleaned: CleanedRows = { moved: 0, references: 0, trackingCodes: 0 }

/**
 * Brings the rows that earlier services wrote into the form that this one reads: clean references, one row for each
 * order, and all tracking codes in one column. It works as the take-over does, while others use the table: in short
 * transactions that skip locked rows, each of which can be repeated.
 * Throws `MigrationError` when others keep rows locked; what was done stays.
 */
export async function cleanRows(session: MigrationSession): Promise<CleanedRows> {
  await showEveryRow(session)
  const { moved, rewritten: references } = await cleanReferences(session)
  const trackingCodes = await fillTrackingCodes(session)
  await hideRows(session)
  logCleaned(session, { moved, references, trackingCodes })
  return { moved, references, trackingCodes }
}

function logCleaned({ log }: MigrationSession, { moved, references, trackingCodes }: CleanedRows): void {
  if (moved > 0) {
    const what = 'whose reference differs from a fuller row’s by blanks or dashes alone'
    log(`Moved ${formatCount(moved)} rows of orders to orders_duplicates ${what}.`)
  }
  if (references > 0) log(`Cleaned the references of ${formatCount(references)} rows of blanks and odd dashes.`)
  if (trackingCodes > 0) log(`Made the tracking codes of ${formatCount(trackingCodes)} older rows searchable.`)
}
