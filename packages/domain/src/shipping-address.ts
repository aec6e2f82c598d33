import type { ShippingAddress } from './order.ts'

/** Countries whose addresses go from the large to the small. */
const largestFirst: ReadonlySet<string> = new Set(['JP', 'CN', 'TW', 'KR'])
/** Countries that write the postal code last, after the region: `Austin, TX 78701`. */
const regionThenPostalCode: ReadonlySet<string> = new Set([
  'US',
  'CA',
  'AU',
  'NZ',
  'IN',
  'SG',
  'PH',
  'TH',
  'BR',
  'SA',
  'AE',
])
/** Countries that write the postal code last, on its own: `London, SW1A 1AA`. */
const postalCodeLast: ReadonlySet<string> = new Set(['GB', 'IE', 'GG', 'JE', 'IM'])

/** The address on one line, as it is written in its country: company, street, place, country. Null if empty. */
export function formatAddress(address: ShippingAddress): string | null {
  const country = address.countryCode?.toUpperCase() ?? ''
  const street = [address.companyName, ...address.lines]
  const area = [address.districtOrCounty, address.municipality]
  const { city, postalCode } = address
  const region = address.stateOrRegion === city ? null : address.stateOrRegion
  const parts = largestFirst.has(country)
    ? [postalCode, region, city, ...area, ...address.lines, address.companyName]
    : regionThenPostalCode.has(country)
      ? [...street, ...area, city, joined(region, postalCode)]
      : postalCodeLast.has(country)
        ? [...street, ...area, city, region, postalCode]
        : [...street, ...area, joined(postalCode, city), region]
  const shown = [...parts, address.countryCode].filter(isPresent)
  return shown.length === 0 ? null : shown.join(', ')
}

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter(isPresent).join(' ')
}

/**
 * Two answers' addresses as one: the newer wins part by part, and a part that it leaves out (a seller without the role
 * gets the city alone) stays known. An address of another place that has no street is no better than the one we hold.
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
