import type {
  ImportedOrder,
  LateOrders,
  LateOrdersInput,
  Order,
  OrderGetInput,
  OrderImportInput,
  OrderListInput,
  OrderPage,
} from './generated/router.gen.ts'
import type { CallOptions } from './options.ts'

/** Which orders to iterate over; `limit` is the number of orders in each request. */
export type OrderIterateInput = Omit<OrderListInput, 'cursor' | 'offset'>

/** The orders of the client's tenant. Every failed call rejects with an OrderportError. */
export interface Orders {
  /**
   * Imports one order by its marketplace reference. Returns the order and the source of the answer. Idempotent: a
   * stored order is returned under its existing id. Throws ORDER_NOT_FOUND_FOR_TENANT if the marketplace does not know
   * the order.
   */
  import(input: OrderImportInput, options?: CallOptions): Promise<ImportedOrder>
  /** Returns one page of stored orders, newest order date first. */
  list(input?: OrderListInput, options?: CallOptions): Promise<OrderPage>
  /**
   * Returns one stored order, by its id or its marketplace reference. Throws ORDER_NOT_FOUND if the tenant has no such
   * order.
   */
  get(input: OrderGetInput, options?: CallOptions): Promise<Order>
  /** Returns the orders that are late, or due today and not shipped, the most urgent first. */
  late(input?: LateOrdersInput, options?: CallOptions): Promise<LateOrders>
  /**
   * Yields every stored order that matches, fetched page by page: `for await (const order of …)`. The options apply to
   * each page.
   */
  iterate(input?: OrderIterateInput, options?: CallOptions): AsyncGenerator<Order, void, undefined>
}
