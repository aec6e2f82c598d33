import type { ShippingAddress } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'
import { storableRecord } from './storable.ts'
import { isStoredRecord, storedText } from './stored-value.ts'

/** The address as the column `shipping_address` keeps it. */
export function writeShippingAddress(address: ShippingAddress): Prisma.InputJsonObject {
  return storableRecord(address)
}

/** The address in a `shipping_address` value, or null. */
export function readShippingAddress(value: unknown): ShippingAddress | null {
  if (!isStoredRecord(value)) return null
  const lines = Array.isArray(value['lines']) ? value['lines'] : []
  return {
    name: storedText(value['name']),
    companyName: storedText(value['companyName']),
    lines: lines.map((line) => storedText(line)).filter((line) => line !== null),
    city: storedText(value['city']),
    districtOrCounty: storedText(value['districtOrCounty']),
    stateOrRegion: storedText(value['stateOrRegion']),
    municipality: storedText(value['municipality']),
    postalCode: storedText(value['postalCode']),
    countryCode: storedText(value['countryCode']),
    addressType: storedText(value['addressType']),
  }
}
