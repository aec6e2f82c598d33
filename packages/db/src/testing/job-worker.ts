import type { BackgroundJob, RunJob } from '@orderport/domain'
import { startTcpProxy, type TcpProxy, type TestDatabase } from '@orderport/embedded-postgres'
import { startJobWorker, type JobWorker, type JobWorkerOptions } from '../jobs/start-job-worker.ts'

export interface TestWorker extends JobWorker, AsyncDisposable {
  /** What went wrong, with the job it was about. */
  readonly errors: readonly { readonly error: unknown; readonly job: BackgroundJob | null }[]
}

/** Starts a worker; disposing stops it. */
export function testWorker(
  options: Pick<JobWorkerOptions, 'url'> & Partial<JobWorkerOptions> & { readonly runJob: RunJob },
): TestWorker {
  const errors: TestWorker['errors'][number][] = []
  const worker = startJobWorker({ onError: (error, job) => errors.push({ error, job }), ...options })
  return { ...worker, errors, [Symbol.asyncDispose]: () => worker.stop(5000) }
}

/** Starts a proxy to the database's server. Returns it with the runtime role's URL through it. */
export async function proxied(database: TestDatabase): Promise<TcpProxy & { readonly url: string }> {
  const url = new URL(database.runtimeUrl)
  const proxy = await startTcpProxy({ targetHost: url.hostname, targetPort: Number(url.port) })
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  return Object.assign(proxy, { url: url.href })
}
