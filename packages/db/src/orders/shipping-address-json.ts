import type { ShippingAddress } from '@orderport/domain'
import { storableRecord } from '../columns/storable.ts'
import { isStoredRecord, storedText } from '../columns/stored-value.ts'
import type { Prisma } from '../generated/client.ts'

/** Returns the address as the column `shipping_address` stores it. */
export function writeShippingAddress(address: ShippingAddress): Prisma.InputJsonObject {
  return storableRecord(address)
}

/** Returns the address in a `shipping_address` value, or null if the value is not an object. */
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
