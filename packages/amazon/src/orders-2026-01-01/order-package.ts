import type { OrderFacts, OrderPackage } from '@orderport/domain'
import type { AnsweredPackage } from './answer-schema.ts'
import { parcelStatus } from './delivery-status.ts'
import { trackingUrl } from '../mapping/tracking-url.ts'

export function toParcel(answered: AnsweredPackage): OrderPackage {
  return {
    packageReferenceId: answered.packageReferenceId,
    carrier: answered.carrier,
    trackingCode: answered.trackingNumber,
    trackingUrl: trackingUrl(answered.carrier, answered.trackingNumber),
    status: parcelStatus(answered),
    shippedAt: answered.shipTime,
  }
}

/** Carrier, code and link of the order, all of one parcel: the first with a code, a cancelled one only if no other has. */
export function orderTracking(
  parcels: readonly OrderPackage[],
): Pick<OrderFacts, 'carrier' | 'trackingCode' | 'trackingUrl'> {
  const coded = parcels.filter((parcel) => parcel.trackingCode !== null)
  const chosen =
    coded.find((parcel) => parcel.status !== 'cancelled') ??
    coded[0] ??
    parcels.find((parcel) => parcel.carrier !== null && parcel.status !== 'cancelled')
  return {
    carrier: chosen?.carrier ?? null,
    trackingCode: chosen?.trackingCode ?? null,
    trackingUrl: chosen?.trackingUrl ?? null,
  }
}

/** When the first parcel left, or null. Instants of one form sort as text. */
export function firstShippedAt(parcels: readonly OrderPackage[]): string | null {
  const moments = parcels.flatMap((parcel) => parcel.shippedAt ?? []).toSorted()
  return moments[0] ?? null
}
