import type { RunJob } from '@orderport/domain'
import type { Services } from '../context.ts'
import { outagePauseMs } from './failed-attempt.ts'
import { connectionTarget } from './list-seller-orders.ts'
import { refreshOrder, refreshOrders } from './refresh.ts'
import { runImport } from './run-import.ts'
import { instantIn, startSlice } from './slice.ts'
import { sweepOrders } from './sweep.ts'

/** Returns what a worker does with a job. */
export function createRunJob(services: Services): RunJob {
  return async (job, signal) => {
    switch (job.kind) {
      case 'import':
        return runImport(services, job.tenantId, job.importId, signal)
      case 'sweep':
        return sweepOrders(services, connectionTarget(services, job), startSlice(services, signal))
      case 'refresh':
        return refreshOrders(services, connectionTarget(services, job), startSlice(services, signal))
      case 'order': {
        const failure = await refreshOrder(services, connectionTarget(services, job), job.externalOrderId)
        if (failure === null || failure.kind === 'final' || failure.kind === 'seller') return
        const pause = failure.kind === 'quota' ? failure.retryAfterMs : outagePauseMs
        return services.jobs.enqueue(job, instantIn(services, pause))
      }
    }
  }
}
