import type { AmazonPackage } from '../amazon-order.ts'
import { sampleItemId } from './build-item.ts'

export interface PackageSpec {
  /** The package's number in its order, from 1. */
  readonly reference: string
  readonly carrier: string
  readonly trackingNumber: string
  /** ISO 8601 in UTC. */
  readonly shipTime: string
  readonly status: NonNullable<AmazonPackage['packageStatus']>['status']
  readonly detailedStatus?: string
  /** Units by the item's position in the order, from 0. */
  readonly contents: Readonly<Record<number, number>>
}

/** Returns a package of an order in Amazon's 2026-01-01 shape. */
export function buildPackage(orderId: string, spec: PackageSpec): AmazonPackage {
  return {
    packageReferenceId: spec.reference,
    createdTime: spec.shipTime,
    packageStatus: {
      status: spec.status,
      ...(spec.detailedStatus === undefined ? {} : { detailedStatus: spec.detailedStatus }),
    },
    carrier: spec.carrier,
    shipTime: spec.shipTime,
    trackingNumber: spec.trackingNumber,
    packageItems: Object.entries(spec.contents).map(([position, quantity]) => ({
      orderItemId: sampleItemId(orderId, Number(position)),
      quantity,
    })),
  }
}
