import type { Load } from '../load/start-load.ts'
import type { World } from '../world/start-world.ts'

/** Something that goes wrong while the service is under load. */
export interface Fault {
  readonly name: string
  /** One line on what happens and for how long. */
  readonly description: string
  /** Makes it happen, and ends it. What follows is recovery. */
  run(world: World, load: Load): Promise<void>
  /**
   * What clients notice: failed requests, late answers, perhaps a request that was running, or nothing. A fault that
   * shows less has missed the service.
   */
  readonly shows: 'failures' | 'delays' | 'perhaps' | 'nothing'
  /** Whether acknowledged orders may be lost. */
  readonly mayLose?: true
}
