import type { Administration } from '@orderport/db'

/** What a command works with. */
export interface Tools {
  /** Connects when first used. */
  readonly administration: Administration
  readonly now: () => Date
  /** That many unpredictable bytes. */
  readonly randomBytes: (size: number) => Uint8Array
  /** Asks the person at the terminal; throws UsageError where there is none to ask. */
  readonly confirm: (question: string) => Promise<boolean>
}
