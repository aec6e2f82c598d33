import type { ShippingAddress } from '@orderport/domain'

/** An address as Amazon sends it, in the names of 2026-01-01. */
export interface AddressFields extends Omit<ShippingAddress, 'lines'> {
  readonly addressLine1: string | null
  readonly addressLine2: string | null
  readonly addressLine3: string | null
  readonly phone: string | null
}

/**
 * Returns the delivery address in its parts, or null when Amazon sent none of them. The phone number is the customer's.
 */
export function toShippingAddress(fields: AddressFields | null): ShippingAddress | null {
  if (fields === null) return null
  const { phone: _phone, addressLine1, addressLine2, addressLine3, ...parts } = fields
  const lines = [addressLine1, addressLine2, addressLine3].filter((line) => line !== null)
  const isEmpty = lines.length === 0 && Object.values(parts).every((part) => part === null)
  return isEmpty ? null : { ...parts, lines }
}
