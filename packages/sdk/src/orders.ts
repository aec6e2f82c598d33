import type {
  ImportedOrder,
  Order,
  OrderGetInput,
  OrderImportInput,
  OrderListInput,
  OrderPage,
} from './generated/router.gen.ts'
import type { CallOptions } from './options.ts'

/** Which orders to walk through; `limit` is the size of a page on the wire. */
export type OrderIterateInput = Omit<OrderListInput, 'cursor' | 'offset'>

/** The orders of the client's tenant. Every call rejects with an OrderportError. */
export interface Orders {
  /**
   * Imports one order by its marketplace reference, and gives it with where it came from. Idempotent: an order that is stored
   * is given back, under the id that it has. ORDER_NOT_FOUND_FOR_TENANT when the marketplace does not know it.
   */
  import(input: OrderImportInput, options?: CallOptions): Promise<ImportedOrder>
  /** One page of stored orders, newest order date first. */
  list(input?: OrderListInput, options?: CallOptions): Promise<OrderPage>
  /** One stored order, by its id or its marketplace reference. ORDER_NOT_FOUND when the tenant has none such. */
  get(input: OrderGetInput, options?: CallOptions): Promise<Order>
  /** Every stored order that matches, over all pages, one page at a time: `for await (const order of …)`. The options hold for each page. */
  iterate(input?: OrderIterateInput, options?: CallOptions): AsyncGenerator<Order, void, undefined>
}
