import type { Stored } from '../load/check-database.ts'
import type { Load } from '../load/start-load.ts'
import type { World } from '../world/start-world.ts'

/** What came of something that a fault met. */
export interface Outcome extends Stored {
  /** From the end of the fault until it went on as before; null when it never did. */
  readonly secondsToRecover: number | null
}

/** Something that goes wrong while the service is under load. */
export interface Fault {
  readonly name: string
  /** One line on what happens and for how long. */
  readonly description: string
  /** Makes it happen, and ends it. What follows is recovery. */
  run(world: World, load: Load): Promise<void>
  /** Returns what came of what the load doesn't show, once that is over. */
  check?(world: World): Promise<Outcome>
  /**
   * What clients notice: failed requests, late answers, perhaps a request that was running, or nothing. A fault that
   * shows less has missed the service.
   */
  readonly shows: 'failures' | 'delays' | 'perhaps' | 'nothing'
  /** Whether acknowledged orders may be lost. */
  readonly mayLose?: true
}
