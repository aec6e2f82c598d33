import { deliveryStatuses, parseInstant, type OrderPackage } from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import { storedChoice, storedRecords, storedText, type StoredRecord } from '../columns/stored-value.ts'
import type { Prisma } from '../generated/client.ts'

/** Returns the packages as the column `packages` stores them. */
export function writePackages(packages: readonly OrderPackage[]): Prisma.InputJsonArray {
  return packages.map((orderPackage) => storableRecord(orderPackage))
}

/** Returns the packages in a `packages` value. Skips entries that are not objects. */
export function readPackages(value: unknown): readonly OrderPackage[] {
  return storedRecords(value).map((orderPackage) => readPackage(orderPackage))
}

function readPackage(orderPackage: StoredRecord): OrderPackage {
  return {
    packageReferenceId: storedText(orderPackage['packageReferenceId']),
    carrier: storedText(orderPackage['carrier']),
    trackingCode: storedText(orderPackage['trackingCode']),
    trackingUrl: storedText(orderPackage['trackingUrl']),
    status: storedChoice(orderPackage['status'], deliveryStatuses) ?? 'pending',
    shippedAt: parseInstant(orderPackage['shippedAt']),
  }
}
