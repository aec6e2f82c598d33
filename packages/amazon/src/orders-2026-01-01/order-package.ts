import type { OrderFacts, OrderPackage } from '@orderport/domain'
import { trackingUrl } from '../mapping/tracking-url.ts'
import type { AnsweredPackage } from './answer-schema.ts'
import { packageStatus } from './delivery-status.ts'

/** Amazon doesn't say since when a package has its status. */
export function toOrderPackage(answered: AnsweredPackage): OrderPackage {
  return {
    packageReferenceId: answered.packageReferenceId,
    carrier: answered.carrier,
    trackingCode: answered.trackingNumber,
    trackingUrl: trackingUrl(answered.carrier, answered.trackingNumber),
    status: packageStatus(answered),
    statusSince: null,
    shippedAt: answered.shipTime,
    contents: answered.packageItems.flatMap(({ orderItemId, quantity }) =>
      orderItemId === null ? [] : [{ orderItemId, quantity }],
    ),
  }
}

/**
 * Returns the order's carrier, tracking code and link, all of one package: the first with a code. A cancelled package
 * counts only if no other has a code.
 */
export function orderTracking(
  packages: readonly OrderPackage[],
): Pick<OrderFacts, 'carrier' | 'trackingCode' | 'trackingUrl'> {
  const tracked = packages.filter(({ trackingCode }) => trackingCode !== null)
  const chosen =
    tracked.find(({ status }) => status !== 'cancelled') ??
    tracked[0] ??
    packages.find(({ carrier, status }) => carrier !== null && status !== 'cancelled')
  return {
    carrier: chosen?.carrier ?? null,
    trackingCode: chosen?.trackingCode ?? null,
    trackingUrl: chosen?.trackingUrl ?? null,
  }
}

/** Returns when the first package was shipped, or null. Instants sort as text: they all have one form. */
export function firstShippedAt(packages: readonly OrderPackage[]): string | null {
  const instants = packages.flatMap(({ shippedAt }) => shippedAt ?? []).toSorted()
  return instants[0] ?? null
}
