import type { ShippingAddress } from '@orderport/domain'
import type { OrderAnswerV0 } from './answer-schema.ts'
import { toShippingAddress } from '../mapping/shipping-address.ts'

/** The delivery address by its parts, in the words of 2026-01-01, or null when Amazon gave none of them. */
export function toShippingAddressV0(answer: OrderAnswerV0): ShippingAddress | null {
  const given = answer.ShippingAddress
  if (given === null) return null
  const address = toShippingAddress({
    name: given.Name,
    companyName: given.CompanyName,
    addressLine1: given.AddressLine1,
    addressLine2: given.AddressLine2,
    addressLine3: given.AddressLine3,
    city: given.City,
    districtOrCounty: given.County ?? given.District,
    stateOrRegion: given.StateOrRegion,
    municipality: given.Municipality,
    postalCode: given.PostalCode,
    countryCode: given.CountryCode,
    phone: given.Phone,
    addressType: given.AddressType?.toUpperCase() ?? null,
  })
  return address !== null && answer.IsAccessPointOrder ? { ...address, addressType: 'PICKUP_POINT' } : address
}
