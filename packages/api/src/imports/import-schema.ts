import { errorCodes, importItemStates, importKinds, importStates } from '@orderport/domain'
import { z } from 'zod'
import { compiled } from '../compiled.ts'

/** References that one import may name. */
export const greatestImport = 500

const instant = z.iso.datetime()

const importErrorSchema = z
  .object({
    code: z.enum(errorCodes).describe('The code of the failure, as a call would get it'),
    sentence: z.string().describe('What went wrong, in French, for a support agent'),
  })
  .meta({ id: 'ImportError', description: 'Why an import waits or failed, or why one of its orders failed' })

/** An import of many orders on the wire. */
export const importSchema = z
  .object({
    id: z.string().describe('The import’s id'),
    channel: z.string().describe('The marketplace'),
    kind: z.enum(importKinds).describe('references: the orders that were named; backfill: all orders of a period'),
    requestedBy: z.string().describe('Who started it, without personal data'),
    since: instant.nullable().describe('Backfill: the period’s start, included'),
    until: instant.nullable().describe('Backfill: the period’s end, not included'),
    state: z
      .enum(importStates)
      .describe(
        'queued, running, waiting (goes on by itself at nextAttemptAt; error says why), done, failed (stopped before its end), cancelled',
      ),
    total: z.int().nullable().describe('Its orders; null while a backfill is still listing them'),
    done: z.int().describe('Orders that are stored now: stored and unchanged together'),
    stored: z.int().describe('Orders that were written'),
    unchanged: z.int().describe('Orders that were stored already as the marketplace knows them'),
    failed: z.int().describe('Orders that could not be imported'),
    error: importErrorSchema.nullable().describe('Why it waits or failed'),
    nextAttemptAt: instant.nullable().describe('When it goes on, while it waits'),
    ratePerMinute: z.number().nullable().describe('Orders a minute since it started; null before the first one'),
    estimatedEnd: instant.nullable().describe('When it will probably have ended; null where nobody can tell'),
    createdAt: instant.describe('When it was asked for'),
    startedAt: instant.nullable().describe('When a worker began it'),
    finishedAt: instant.nullable().describe('When it ended'),
    version: z.int().describe('Grows with each change'),
  })
  .meta({ id: 'Import', description: 'An import of many orders, and how far it is' })

export type WireImport = z.output<typeof importSchema>

export const importItemSchema = z
  .object({
    ref: z.string().describe('The order’s reference'),
    state: z.enum(importItemStates).describe('queued until it ends as one of the others'),
    attempts: z.int().describe('Attempts that failed'),
    error: importErrorSchema.nullable().describe('Why the last attempt failed'),
    nextAttemptAt: instant.nullable().describe('When it is tried again'),
  })
  .meta({ id: 'ImportItem', description: 'One order of an import' })

/** A line of a backfill's ledger. */
export const importWindowSchema = z
  .object({
    from: instant.describe('Start of the window, included'),
    to: instant.describe('End of the window, not included'),
    state: z.enum(['open', 'done']).describe('done: the marketplace listed all of it'),
    pages: z.int().describe('Pages that were listed'),
    seen: z.int().describe('Distinct orders that the marketplace listed'),
    stored: z.int().describe('Those that were written'),
    unchanged: z.int().describe('Those that were stored already as they are'),
    failed: z.int().describe('Those that could not be imported'),
    restarts: z.int().describe('How often it was listed anew from its first page'),
  })
  .meta({ id: 'ImportWindow', description: 'What a backfill did with one window of its period' })

export const importIdField = { id: z.string().min(1).max(64).describe('The import’s id, as imports.start returned it') }

export const importIdSchema = compiled(
  z.object(importIdField).meta({ id: 'ImportIdInput', description: 'Which import' }),
)
