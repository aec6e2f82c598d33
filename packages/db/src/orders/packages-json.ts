import { deliveryStatuses, parseInstant, type OrderPackage } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { storableRecord } from './storable.ts'
import { storedChoice, storedRecords, storedText, type StoredRecord } from './stored-value.ts'

/** The parcels as the column `packages` keeps them. */
export function writeParcels(parcels: readonly OrderPackage[]): Prisma.InputJsonArray {
  return parcels.map((parcel) => storableRecord(parcel))
}

/** The parcels in a `packages` value; what is no parcel is left out. */
export function readParcels(value: unknown): readonly OrderPackage[] {
  return storedRecords(value).map((parcel) => readParcel(parcel))
}

function readParcel(parcel: StoredRecord): OrderPackage {
  return {
    packageReferenceId: storedText(parcel['packageReferenceId']),
    carrier: storedText(parcel['carrier']),
    trackingCode: storedText(parcel['trackingCode']),
    trackingUrl: storedText(parcel['trackingUrl']),
    status: storedChoice(parcel['status'], deliveryStatuses) ?? 'pending',
    shippedAt: parseInstant(parcel['shippedAt']),
  }
}
