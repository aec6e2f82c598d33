import type { WorkName } from './measure/work.ts'

/** How a run is made. */
export interface BenchSettings {
  /** Sizes of the table. Others are compared with the smallest. */
  readonly rows: readonly number[]
  readonly works: readonly WorkName[]
  readonly concurrencies: readonly number[]
  readonly rounds: number
  /** How long each contender is asked in each round. */
  readonly seconds: number
  /** How many requests each is sent in a round instead. */
  readonly amount?: number
  /** Whether PostgreSQL waits for the disk at each commit. */
  readonly durable: boolean
  /** How long the simulated Amazon takes for each answer. */
  readonly latencyMs: number
  /** How often Orderport is started. */
  readonly starts: number
  /** Memory is measured after so many requests, and as many more; not at all for 0. */
  readonly memoryRequests: number
}
