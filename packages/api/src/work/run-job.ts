import type { RunJob } from '@orderport/domain'
import type { Services } from '../context.ts'
import { connectionTarget } from './list-seller-orders.ts'
import { refreshAnnounced, refreshOrders } from './refresh.ts'
import { runImport } from './run-import.ts'
import { startSlice } from './slice.ts'
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
      case 'order':
        return refreshAnnounced(services, connectionTarget(services, job), job)
    }
  }
}
