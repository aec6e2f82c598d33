import fc from 'fast-check'
import type { FuzzRequest } from './fuzz-request.ts'
import { oddBody, oddPath } from './odd-requests.ts'
import { restGetImport, restImport, restImportMany, restList } from './rest-requests.ts'
import { trpcBatch, trpcCall } from './trpc-requests.ts'

/** A request of any kind, to either listener. */
export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 6, arbitrary: trpcCall },
  { weight: 3, arbitrary: trpcBatch },
  { weight: 4, arbitrary: restImport },
  { weight: 4, arbitrary: restList },
  { weight: 2, arbitrary: restImportMany },
  { weight: 2, arbitrary: restGetImport },
  { weight: 4, arbitrary: oddPath },
  { weight: 4, arbitrary: oddBody },
)
