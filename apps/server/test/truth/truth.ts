import { z } from 'zod'
import { recordSchema } from './read-table.ts'

/** The words of a row of the table. A row that has another word is refused. */

export const apiVersions = ['2026-01-01', 'v0'] as const

export type ApiVersion = (typeof apiVersions)[number]

/** Fields over those of the plain order; the same order as in the other version; or no order. */
const statement = z.union([z.enum(['the same', 'no order']), recordSchema])

const fault = z.strictObject({
  operation: z.string(),
  fault: recordSchema,
  times: z.int().optional(),
  token: z.string().optional(),
})

const stepSchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d+ (?:minutes|hours|days)$/)
    .optional(),
  'the operator': z.enum(['enables the connection', 'disables the connection']).optional(),
  'Vault holds': z
    .enum([
      'no secret',
      'the same secret, written again',
      'another authorisation',
      'a note with an accent beside the secret',
    ])
    .optional(),
  'Vault answers': z
    .strictObject({
      kind: z.literal('encoded'),
      charset: z.enum(['utf-8', 'iso-8859-1', 'utf-16le']).exactOptional(),
      declared: z.string().exactOptional(),
      damaged: z.boolean().exactOptional(),
    })
    .optional(),
  /** Another order, in the words of 2026-01-01, which is imported before. */
  'the agent has imported': recordSchema.optional(),
  'Amazon says': z.strictObject({ '2026-01-01': statement.optional(), v0: statement.optional() }).optional(),
  'Amazon answers': z
    .strictObject({ '2026-01-01': z.array(fault).optional(), v0: z.array(fault).optional() })
    .optional(),
  'the conversation says': recordSchema.optional(),
  'the agent types': z.string().optional(),
  'the agent presses': z.enum(['Importer', 'Actualiser', 'nothing']).default('Importer'),
  'the import answers': recordSchema.optional(),
  'the agent waits at most': z
    .string()
    .regex(/^\d+ seconds$/)
    .optional(),
  'the import fails': z
    .strictObject({ status: z.int(), code: z.string(), error: z.string(), 'Retry-After': z.int().optional() })
    .optional(),
  'the agent reads': recordSchema.optional(),
  'by 2026-01-01': recordSchema.optional(),
  'by v0': recordSchema.optional(),
  'in English': z.string().optional(),
  'found by': z.array(z.string()).optional(),
  'not found by': z.array(z.string()).optional(),
  'opened by': z.array(z.string()).optional(),
  'listed as late': z.boolean().optional(),
})

/** What happens at one moment, and what is read then; in the order of the schema. */
export type Step = z.infer<typeof stepSchema>

export const truthSchema = stepSchema.extend({
  title: z.string().min(1),
  /** The moment at which it begins. */
  now: z.iso.datetime().default('2026-11-23T10:00:00.000Z'),
  later: z.array(stepSchema).default([]),
})

/** One row of the table. */
export type Truth = z.infer<typeof truthSchema>

/** Returns the versions by which a truth can be told: those of its first statement, all where it makes none. */
export function versionsOf(truth: Truth): readonly ApiVersion[] {
  const said = truth['Amazon says'] ?? truth['Amazon answers']
  return said === undefined ? apiVersions : apiVersions.filter((version) => said[version] !== undefined)
}

/**
 * Returns the steps in order. Throws for a truth that reads nothing, and for one that doesn't say what Amazon does by a
 * version that it is told by.
 */
export function stepsOf(truth: Truth): readonly Step[] {
  const { title, now: _now, later, ...first } = truth
  const steps = [first, ...later]
  if (!steps.some(checksSomething)) throw new Error(`${title}: nothing is read`)
  const versions = versionsOf(truth)
  for (const told of steps.flatMap((step) => [step['Amazon says'], step['Amazon answers']])) {
    const missing = told === undefined ? [] : versions.filter((version) => told[version] === undefined)
    if (missing.length > 0) throw new Error(`${title}: a step doesn’t say what Amazon does by ${missing.join(' and ')}`)
  }
  return steps
}

function checksSomething(step: Step): boolean {
  return [
    step['the import answers'],
    step['the import fails'],
    step['the agent reads'],
    step['by 2026-01-01'],
    step['by v0'],
    step['found by'],
    step['not found by'],
    step['opened by'],
    step['listed as late'],
    step['in English'],
  ].some((expected) => expected !== undefined)
}
