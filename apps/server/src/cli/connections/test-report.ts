import { printable } from '../format-table.ts'

/** One thing that an import needs, and whether it is in order. */
export interface TestStep {
  readonly step: 'tenant' | 'connection' | 'vault' | 'credentials' | 'selling account' | 'login' | 'order'
  /** `warning`: imports work or will, but somebody should know. `skipped`: an earlier step has failed. */
  readonly result: 'ok' | 'warning' | 'failed' | 'skipped'
  /** What was found, in English; no secret and no customer's data. */
  readonly found: string
  /** What an operator does next; null where nothing needs to be done. */
  readonly next: string | null
}

/** The lines of a report for people: one for each step, and one for what to do next. */
export function formatReport(steps: readonly TestStep[]): string {
  return steps
    .flatMap(({ step, result, found, next }) => [
      `${(result === 'failed' ? 'FAILED' : result).padEnd(9)}${step.padEnd(17)}${printable(found)}`,
      ...(next === null ? [] : [`${' '.repeat(26)}→ ${printable(next)}`]),
    ])
    .join('\n')
}
