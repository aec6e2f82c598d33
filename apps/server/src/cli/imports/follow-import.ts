import type { CommandDeps, Outcome } from '../define-command.ts'
import { describeProgress, shareOf, type WireImport } from './describe-import.ts'
import type { TenantImports } from './open-imports.ts'

/** How often the import is read, in milliseconds. */
const readEveryMs = 500

/** An import that no worker has begun after this many milliseconds may have none. */
const patienceMs = 10_000

/**
 * Shows an import until it has ended, and returns its end. Ctrl-C leaves it running. Says what to do when no worker
 * takes it.
 */
export async function followImport(
  imports: TenantImports,
  { id, tenant }: { readonly id: string; readonly tenant: string },
  { progress, wait, now }: Pick<CommandDeps, 'progress' | 'wait' | 'now'>,
): Promise<Outcome> {
  using interruption = progress.interruption()
  const { signal } = interruption
  const since = now().getTime()
  let warned = false
  try {
    for (;;) {
      const { import: found, windows } = await imports(({ get }) => get({ id, limit: 0 }))
      if (found.finishedAt !== null) return outcomeOf(found)
      progress.show(describeProgress(found, now()), shareOf(found, windows))
      if (found.state === 'queued' && !warned && now().getTime() - since >= patienceMs) {
        progress.say(noWorker)
        warned = true
      }
      await wait(readEveryMs, signal)
      if (signal.aborted) return leftRunning(found, tenant)
    }
  } finally {
    progress.end()
  }
}

const noWorker =
  'No worker has begun the import within 10 seconds. Start a process of the service with ROLE=worker (or all) on this ' +
  'database; the import waits for it.'

function leftRunning(found: WireImport, tenant: string): Outcome {
  const again = `npm run orderport -- imports watch ${found.id} --tenant ${tenant}`
  return { json: found, note: `The import goes on. To watch it again: ${again}` }
}

function outcomeOf(found: WireImport): Outcome {
  const { id, state, done, failed, error } = found
  const counts = `${count(done)} imported${failed > 0 ? `, ${count(failed)} failed` : ''}`
  const isGood = state === 'done' && failed === 0
  const why = error === null ? '' : ` (${error.code})`
  const next = isGood || state === 'cancelled' ? '' : `; to try again: npm run orderport -- imports retry ${id}`
  return { json: found, note: `${id} is ${state}${why}: ${counts}${next}`, failed: !isGood && state !== 'cancelled' }
}

function count(orders: number): string {
  return `${orders.toLocaleString('en')} ${orders === 1 ? 'order' : 'orders'}`
}
