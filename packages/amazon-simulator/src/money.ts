/** A decimal in whole units of its last digit: 29.99 is 2999 units with 2 digits after the point. */
interface Scaled {
  readonly units: bigint
  readonly digits: number
}

/** Returns an amount times a whole number, with the amount's digits: `"29.90" × 2 = "59.80"`. Throws for other text. */
export function timesAmount(amount: string, count: number): string {
  const { units, digits } = scale(amount)
  return unscale({ units: units * BigInt(count), digits })
}

/** Returns the sum of amounts, with as many digits as the most precise one; `"0"` for none. Throws for other text. */
export function sumAmounts(amounts: readonly string[]): string {
  const scaled = amounts.map(scale)
  const digits = Math.max(0, ...scaled.map((amount) => amount.digits))
  const units = scaled.reduce((sum, amount) => sum + amount.units * 10n ** BigInt(digits - amount.digits), 0n)
  return unscale({ units, digits })
}

/** Returns an amount with the other sign. Throws for other text. */
export function negated(amount: string): string {
  return timesAmount(amount, -1)
}

function scale(amount: string): Scaled {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) throw new Error(`not an amount: ${amount}`)
  const digits = amount.split('.')[1]?.length ?? 0
  return { units: BigInt(amount.replace('.', '')), digits }
}

function unscale({ units, digits }: Scaled): string {
  const sign = units < 0n ? '-' : ''
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0')
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
