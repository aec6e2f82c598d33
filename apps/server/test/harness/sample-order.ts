import { referenceOrder, type AmazonOrder } from '@orderport/amazon-simulator'

/** The sample order under another reference, changed as a test needs it. */
export function sampleOrder(
  reference: string,
  change: (order: AmazonOrder) => AmazonOrder = (order) => order,
): AmazonOrder {
  return change({ ...referenceOrder(), orderId: reference })
}
