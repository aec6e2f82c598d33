export { createOrderport, type Orderport } from './create-orderport.ts'
export type * from './generated/router.gen.ts'
export type {
  BatchOptions,
  CallOptions,
  HeaderSource,
  OrderportFetch,
  OrderportOptions,
  OrderportRequest,
  OrderportResponse,
  OrderportResponseHeaders,
  TokenSource,
} from './options.ts'
export {
  OrderportError,
  type OrderportErrorCode,
  type OrderportErrorDetails,
  type TransportCode,
} from './orderport-error.ts'
export type { Imports } from './imports.ts'
export type { OrderIterateInput, Orders } from './orders.ts'
