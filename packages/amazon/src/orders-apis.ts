/**
 * The versions of Amazon's Orders API that the service can use, by their names in AMAZON_ORDERS_API. Each has a folder
 * that imports nothing of another version's.
 */
export { createFetchOrder as '2026-01-01' } from './orders-2026-01-01/get-order.ts'
// Amazon removes the reads of v0 on 2027-03-27. Delete this line and the folder with it.
export { createFetchOrder as v0 } from './orders-v0/get-order.ts'
