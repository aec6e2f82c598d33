import { z } from 'zod'
import { contenderNames } from '../contenders/contenders.ts'
import { workNames } from '../measure/work.ts'

const known = z.number().nullable()

/** What one load showed of one contender. Null: it can't be known on this system, or nothing was answered. */
const measurementSchema = z.object({
  /** Answers a second. */
  rate: z.number(),
  answered: z.int(),
  failed: z.int(),
  /** Milliseconds. */
  p50: known,
  p99: known,
  /** Processor time of the contender's process for each answer. */
  cpuMicros: known,
  /** The same of all processes of PostgreSQL. */
  databaseCpuMicros: known,
  /** What the contender's process holds in memory afterwards. */
  megabytes: known,
})

export type Measurement = z.infer<typeof measurementSchema>

const spreadSchema = z.object({
  median: z.number(),
  lower: z.number(),
  upper: z.number(),
  least: z.number(),
  greatest: z.number(),
})

const entrySchema = z.object({
  contender: z.enum(contenderNames),
  /** The medians of the rounds. */
  median: measurementSchema,
  rounds: z.array(measurementSchema),
  /** Orderport's rate divided by its peer's, round by round. Null: it is a peer, or a peer answered nothing. */
  ratio: spreadSchema.nullable(),
  against: z.enum(contenderNames).nullable(),
})

export type Entry = z.infer<typeof entrySchema>

const comparisonSchema = z.object({
  rows: z.int(),
  work: z.enum(workNames),
  concurrency: z.int(),
  /** Whether answers were compared first. They can't be where a contender doesn't answer. */
  compared: z.boolean(),
  entries: z.array(entrySchema),
})

export type Comparison = z.infer<typeof comparisonSchema>

/** Orderport beside itself: the p50 of one thing divided by that of another, round by round. */
const growthSchema = z.object({
  what: z.string(),
  against: z.string(),
  rows: z.int(),
  concurrency: z.int(),
  p50: known,
  baseP50: known,
  ratio: spreadSchema.nullable(),
})

export type Growth = z.infer<typeof growthSchema>

const startSchema = z.object({
  /** Milliseconds from the start of the process until `/readyz` answers 200, of each start. */
  readyMs: z.array(z.number()),
  listeningMs: z.array(z.number()),
  /** What the service logged until then, of the last start. */
  log: z.array(z.string()),
})

export type StartResult = z.infer<typeof startSchema>

const memorySchema = z.object({
  requests: z.int(),
  startMegabytes: known,
  firstMegabytes: known,
  secondMegabytes: known,
})

export type MemoryResult = z.infer<typeof memorySchema>

const verdictSchema = z.object({
  name: z.string(),
  measured: z.string(),
  target: z.string(),
  met: z.boolean().nullable(),
})

/** A target, and whether it is met; null where it wasn't measured. */
export type Verdict = z.infer<typeof verdictSchema>

/** Everything that a run found: what is written as JSON. */
export const resultSchema = z.object({
  date: z.iso.datetime(),
  commit: z.string(),
  machine: z.object({
    processor: z.string(),
    cores: z.int(),
    gigabytes: z.number(),
    system: z.string(),
    /** Processes that wanted a processor, on average over the minute before the run. */
    load: z.number(),
  }),
  node: z.string(),
  postgres: z.string(),
  settings: z.object({ rounds: z.int(), seconds: z.number(), durable: z.boolean(), latencyMs: z.number() }),
  comparisons: z.array(comparisonSchema),
  growth: z.array(growthSchema),
  start: startSchema.nullable(),
  memory: memorySchema.nullable(),
  verdicts: z.array(verdictSchema),
})

export type Result = z.infer<typeof resultSchema>
