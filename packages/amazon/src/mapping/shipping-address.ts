import type { ShippingAddress } from '@orderport/domain'

/** An address as Amazon sends it, in the names of 2026-01-01. */
export interface AddressFields extends Omit<ShippingAddress, 'lines'> {
  readonly addressLine1: string | null
  readonly addressLine2: string | null
  readonly addressLine3: string | null
  readonly phone: string | null
  /** What Brazilian addresses have in place of a first line. */
  readonly extendedFields: {
    readonly streetName: string | null
    readonly streetNumber: string | null
    readonly complement: string | null
    readonly neighborhood: string | null
  } | null
}

/**
 * Returns the delivery address in its parts, or null when Amazon sent none of them. The phone number is the customer's.
 */
export function toShippingAddress(fields: AddressFields | null): ShippingAddress | null {
  if (fields === null) return null
  const { phone: _phone, addressLine1, addressLine2, addressLine3, extendedFields, ...parts } = fields
  const street = addressLine1 === null ? streetOf(extendedFields) : [addressLine1]
  const lines = [...new Set([...street, addressLine2, addressLine3].filter((line) => line !== null))]
  const address = { ...parts, districtOrCounty: parts.districtOrCounty ?? extendedFields?.neighborhood ?? null, lines }
  const isEmpty = lines.length === 0 && Object.values({ ...address, lines: null }).every((part) => part === null)
  return isEmpty ? null : address
}

/** `Rua das Flores, 123` and the flat: as they are written in Brazil. */
function streetOf(fields: AddressFields['extendedFields']): readonly (string | null)[] {
  if (fields === null) return []
  const street = [fields.streetName, fields.streetNumber].filter((part) => part !== null).join(', ')
  return [street === '' ? null : street, fields.complement]
}
