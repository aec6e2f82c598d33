import { referenceOrder, type AmazonOrder } from '@orderport/amazon-simulator'

/** The simulator's reference order under another reference, with a change of the test's. */
export function sampleOrder(
  reference: string,
  change: (order: AmazonOrder) => AmazonOrder = (order) => order,
): AmazonOrder {
  return change({ ...referenceOrder(), orderId: reference })
}
