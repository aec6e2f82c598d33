import { randomOf } from '../random.ts'

/** What an order goes through, one after another. A cancelled one ends after `pending`. */
export type LifeStage =
  | 'pending'
  | 'unshipped'
  | 'shipped'
  | 'in-transit'
  | 'out-for-delivery'
  | 'delivered'
  | 'cancelled'

export interface OrderAge {
  readonly stage: LifeStage
  /** How long after the order was made this stage began, in milliseconds. */
  readonly sinceMs: number
  /** How long after it was made it was shipped; null before that. */
  readonly shippedMs: number | null
}

const minute = 60_000
const hour = 60 * minute

/** No order changes any more this long after it was made. */
export const longestLifeMs = 30 * minute + 30 * hour + 8 * hour + 96 * hour + 6 * hour

/** One order in four is shipped by Amazon, which tells of no packages. */
export function isShippedByAmazon(index: number): boolean {
  return index % 4 === 3
}

/** Returns the stage that an order is in, and since when. `pace` makes its life that many times as fast. */
export function ageOf(seed: number, index: number, ageMs: number, pace: number): OrderAge {
  const age = ageMs * pace
  const confirmed = 30 * minute
  const before = (stage: LifeStage, sinceMs: number) => ({ stage, sinceMs: sinceMs / pace, shippedMs: null })
  if (age < confirmed) return before('pending', 0)
  if (isCancelled(index)) return age < 2 * hour ? before('unshipped', confirmed) : before('cancelled', 2 * hour)
  const shipped = confirmed + (6 + 24 * randomOf(seed, index * 2)) * hour
  if (age < shipped) return before('unshipped', confirmed)
  const after = (stage: LifeStage, sinceMs: number) => ({ stage, sinceMs: sinceMs / pace, shippedMs: shipped / pace })
  const moving = shipped + 8 * hour
  if (age < moving || isShippedByAmazon(index)) return after('shipped', shipped)
  const arriving = moving + (24 + 72 * randomOf(seed, index * 2 + 1)) * hour
  if (age < arriving) return after('in-transit', moving)
  const arrived = arriving + 6 * hour
  return age < arrived ? after('out-for-delivery', arriving) : after('delivered', arrived)
}

/** One order in 33. */
function isCancelled(index: number): boolean {
  return index % 33 === 32
}
