import type { Fault, Outcome } from '../faults/fault.ts'
import type { Ledger } from '../load/ledger.ts'
import type { Finding } from './finding.ts'

/** An answer is late after this long, in milliseconds. */
const delayedMs = 2000

/** Returns what a drill found, and why it failed if it did. */
export function judge({ name, description, shows, mayLose }: Fault, ledger: Ledger, outcome: Outcome): Finding {
  const { requests, failed, codes, broken, slowestMs } = ledger
  const { lost, doubled, secondsToRecover } = outcome
  const wrong = [...ledger.wrong, ...outcome.wrong]
  const faults = [
    ...wrong.slice(0, 5).map((words) => `wrong: ${words}`),
    ...(lost > 0 && mayLose !== true ? [`${lost} acknowledged orders are gone`] : []),
    ...(doubled > 0 ? [`${doubled} orders are stored twice`] : []),
    ...(secondsToRecover === null ? ['the service did not recover'] : []),
    ...(failed > 0 && shows === 'nothing' ? [`${failed} requests failed: ${words(codes)} ${words(broken)}`] : []),
    ...(failed === 0 && shows === 'failures' ? ['no request failed: the fault missed the service'] : []),
    ...(slowestMs < delayedMs && shows === 'delays' ? ['no answer was late: the fault missed the service'] : []),
  ]
  return {
    name,
    description,
    requests,
    failed,
    codes: Object.fromEntries(codes),
    broken: Object.fromEntries(broken),
    wrong: wrong.length,
    lost,
    doubled,
    slowestSeconds: slowestMs / 1000,
    secondsToRecover,
    faults,
  }
}

function words(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
}
