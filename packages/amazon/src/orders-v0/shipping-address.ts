import type { ShippingAddress } from '@orderport/domain'
import { type AddressFields, toShippingAddress as toAddress } from '../mapping/shipping-address.ts'
import type { OrderAnswer } from './answer-schema.ts'

/** Returns the delivery address in its parts, in the words of 2026-01-01, or null when Amazon sent none of them. */
export function toShippingAddress(answer: OrderAnswer): ShippingAddress | null {
  const sent = answer.ShippingAddress
  if (sent === null) return null
  const address = toAddress({
    name: sent.Name,
    companyName: sent.CompanyName,
    addressLine1: sent.AddressLine1,
    addressLine2: sent.AddressLine2,
    addressLine3: sent.AddressLine3,
    city: sent.City,
    districtOrCounty: sent.County ?? sent.District,
    stateOrRegion: sent.StateOrRegion,
    municipality: sent.Municipality,
    postalCode: sent.PostalCode,
    countryCode: sent.CountryCode,
    phone: sent.Phone,
    extendedFields: toExtendedFields(sent.ExtendedFields),
    addressType: sent.AddressType?.toUpperCase() ?? null,
  })
  return address !== null && answer.IsAccessPointOrder === true ? { ...address, addressType: 'PICKUP_POINT' } : address
}

function toExtendedFields(
  sent: NonNullable<OrderAnswer['ShippingAddress']>['ExtendedFields'],
): AddressFields['extendedFields'] {
  if (sent === null) return null
  return {
    streetName: sent.StreetName,
    streetNumber: sent.StreetNumber,
    complement: sent.Complement,
    neighborhood: sent.Neighborhood,
  }
}
