import { cancelProcedure } from './imports/cancel.ts'
import { getImportProcedure } from './imports/get.ts'
import { listImportsProcedure } from './imports/list.ts'
import { previewProcedure } from './imports/preview.ts'
import { retryFailedProcedure } from './imports/retry-failed.ts'
import { startProcedure } from './imports/start.ts'
import { watchProcedure } from './imports/watch.ts'
import { getProcedure } from './orders/get.ts'
import { importProcedure } from './orders/import.ts'
import { lateProcedure } from './orders/late.ts'
import { listProcedure } from './orders/list.ts'
import { createCallerFactory, router } from './trpc.ts'

export const appRouter = router({
  orders: router({
    import: importProcedure,
    list: listProcedure,
    get: getProcedure,
    late: lateProcedure,
  }),
  imports: router({
    start: startProcedure,
    preview: previewProcedure,
    get: getImportProcedure,
    list: listImportsProcedure,
    cancel: cancelProcedure,
    retryFailed: retryFailedProcedure,
    watch: watchProcedure,
  }),
})

export type AppRouter = typeof appRouter

/** Calls the procedures in process, with their schemas and failures: REST is built on it. */
export const createCaller = createCallerFactory(appRouter)
