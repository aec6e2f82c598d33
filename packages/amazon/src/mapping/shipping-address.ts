import type { ShippingAddress } from '@orderport/domain'
import type { AnsweredAddress } from '../orders-2026-01-01/answer-schema.ts'

/** The delivery address by its parts, or null when Amazon gave none of them. */
export function toShippingAddress(answered: AnsweredAddress | null): ShippingAddress | null {
  if (answered === null) return null
  const { phone: _ofTheCustomer, addressLine1, addressLine2, addressLine3, ...place } = answered
  const lines = [addressLine1, addressLine2, addressLine3].filter((line) => line !== null)
  const isEmpty = lines.length === 0 && Object.values(place).every((value) => value === null)
  return isEmpty ? null : { ...place, lines }
}
