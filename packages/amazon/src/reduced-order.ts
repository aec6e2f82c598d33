import type { SellerSession } from './seller-session.ts'

/** Amazon refused a part of an order, and the order is fetched without it. For logs: no token, no personal data. */
export interface ReducedOrderEvent extends Pick<SellerSession, 'sellerId' | 'region'> {
  readonly operation: string
  /** What was refused, in Amazon's words: parts of `includedData`, or data elements of a restricted data token. */
  readonly parts: readonly string[]
  /** Status, code and Amazon's id of the refused request. */
  readonly refusal: string | null
  /** What an operator can do about it. */
  readonly hint: string
}

export const reducedOrderHint =
  'Check that the application has the roles for these parts at Amazon. A new role counts once the seller has ' +
  'authorised the application again. If it has them, Amazon may refuse them only for a while.'
