/**
 * The versions of Amazon's Orders API that the service can use, by their names in AMAZON_ORDERS_API. Each has a folder
 * that imports nothing of another version's.
 */
export { createOrdersApi as '2026-01-01' } from './orders-2026-01-01/orders-api.ts'
// Amazon removes the reads of v0 on 2027-03-27. Delete this line and the folder with it.
export { createOrdersApi as v0 } from './orders-v0/orders-api.ts'
