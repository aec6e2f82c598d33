import { cleanName, cleanTrackingCode, deliveryStatuses, parseOrderInstant, type OrderPackage } from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import { storedChoice, storedCount, storedRecords, storedText, type StoredRecord } from '../columns/stored-value.ts'
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
    carrier: cleanName(orderPackage['carrier']),
    trackingCode: cleanTrackingCode(orderPackage['trackingCode']),
    trackingUrl: storedText(orderPackage['trackingUrl']),
    status: storedChoice(orderPackage['status'], deliveryStatuses),
    statusSince: parseOrderInstant(orderPackage['statusSince']),
    shippedAt: parseOrderInstant(orderPackage['shippedAt']),
    contents: storedRecords(orderPackage['contents']).flatMap((content) => {
      const orderItemId = storedText(content['orderItemId'])
      return orderItemId === null ? [] : [{ orderItemId, quantity: storedCount(content['quantity']) }]
    }),
  }
}
