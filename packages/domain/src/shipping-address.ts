import type { ShippingAddress } from './order.ts'

/** Returns the address on one line: company, street, postal code and city, region, country. Null if it is empty. */
export function formatAddress(address: ShippingAddress): string | null {
  const place = [address.postalCode, address.city].filter(isPresent).join(' ')
  const region = address.stateOrRegion === address.city ? null : address.stateOrRegion
  const parts = [
    address.companyName,
    ...address.lines,
    address.districtOrCounty,
    address.municipality,
    place,
    region,
    address.countryCode,
  ].filter(isPresent)
  return parts.length === 0 ? null : parts.join(', ')
}

/**
 * Merges two answers' addresses part by part: the newer part wins, and a part that the newer address leaves out stays
 * (a seller without the role gets the city alone). An address of another place replaces the known one only if it has
 * a street.
 */
export function mergeAddress(known: ShippingAddress | null, newer: ShippingAddress | null): ShippingAddress | null {
  if (known === null) return newer
  if (newer === null) return known
  if (!samePlace(known, newer)) return newer.lines.length > 0 ? newer : known
  return {
    name: newer.name ?? known.name,
    companyName: newer.companyName ?? known.companyName,
    lines: newer.lines.length > 0 ? newer.lines : known.lines,
    city: newer.city ?? known.city,
    districtOrCounty: newer.districtOrCounty ?? known.districtOrCounty,
    stateOrRegion: newer.stateOrRegion ?? known.stateOrRegion,
    municipality: newer.municipality ?? known.municipality,
    postalCode: newer.postalCode ?? known.postalCode,
    countryCode: newer.countryCode ?? known.countryCode,
    addressType: newer.addressType ?? known.addressType,
  }
}

function samePlace(one: ShippingAddress, other: ShippingAddress): boolean {
  return (
    agree(one.countryCode, other.countryCode) && agree(one.postalCode, other.postalCode) && agree(one.city, other.city)
  )
}

function agree(one: string | null, other: string | null): boolean {
  return one === null || other === null || one.toLowerCase() === other.toLowerCase()
}

function isPresent(part: string | null): part is string {
  return part !== null && part !== ''
}
