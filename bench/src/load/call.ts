import { z } from 'zod'

/** One call of the service, however it is sent. */
export interface Call {
  readonly tenantId: string
  readonly procedure: 'get' | 'list' | 'import'
  readonly input: Readonly<Record<string, string | number>>
}

/** How calls reach a contender. The two clients are programs of TypeScript; their own work counts. */
export type Style = 'rest' | 'trpc' | 'sdk' | 'trpc-client'

/** Calls that are sent together: one over REST, up to twenty over tRPC. */
export type Batch = readonly Call[]

/** What the load process is asked to send. */
export interface Load {
  readonly style: Style
  readonly address: string
  readonly batches: readonly Batch[]
  readonly connections: number
  /** How long to send. */
  readonly seconds: number
  /** How many requests to send instead. */
  readonly amount?: number
}

const outcomeSchema = z.object({
  /** Requests answered with 200. */
  answered: z.int(),
  /** Requests answered otherwise, or not at all within ten seconds. */
  failed: z.int(),
  /** From the first request to the last answer. */
  seconds: z.number(),
  /** The time of each answer in milliseconds, sorted. */
  latencies: z.array(z.number()),
})

/** What came of it. */
export type LoadOutcome = z.infer<typeof outcomeSchema>

/** What the load process sends back. */
export const loadReplySchema = z.union([z.object({ outcome: outcomeSchema }), z.object({ error: z.string() })])

export type LoadReply = z.infer<typeof loadReplySchema>
