import type { Decimal } from '@orderport/domain'

/** As many decimals as a Decimal can have. */
const scale = 6

/**
 * What one unit costs of a line's total, or null where that is no exact decimal (10.00 for 3) or there is no unit
 * (0 after a cancellation). Keeps at least the total's decimals: 125.00 for 2 is 62.50.
 */
export function exactUnitPrice(total: Decimal, quantity: number): Decimal | null {
  if (!Number.isSafeInteger(quantity) || quantity <= 0) return null
  const [whole = '0', fraction = ''] = total.replace('-', '').split('.')
  const scaled = BigInt(whole + fraction.padEnd(scale, '0'))
  const units = BigInt(quantity)
  if (scaled % units !== 0n) return null
  const digits = String(scaled / units).padStart(scale + 1, '0')
  const decimals = digits.slice(-scale).replace(/0+$/, '').padEnd(fraction.length, '0')
  const sign = total.startsWith('-') ? '-' : ''
  return sign + digits.slice(0, -scale) + (decimals === '' ? '' : `.${decimals}`)
}
