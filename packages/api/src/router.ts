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
})

export type AppRouter = typeof appRouter

/** Calls the procedures in process, with their schemas and failures: REST is built on it. */
export const createCaller = createCallerFactory(appRouter)
