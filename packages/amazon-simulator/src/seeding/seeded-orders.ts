import type { AmazonOrder } from '../amazon-order.ts'
import type { OrderSearch } from '../search/order-page.ts'
import { ageOf, longestLifeMs } from './order-life.ts'
import { seededOrder } from './seeded-order.ts'

/** Orders that are made when they are asked for, and cost no memory before. */
export interface OrderSeeding {
  readonly count: number
  /** When the first one is made, in milliseconds since 1970. */
  readonly from: number
  /** By when the last one is made. Orders whose time has not come by the simulator's clock don't exist yet. */
  readonly until: number
  /** Makes other orders, with other ids. Up to seven digits. Default: a number made of the seller's id. */
  readonly seed?: number
  /**
   * How many times as fast as in reality the orders progress: they are paid after half an hour, shipped within 30
   * hours, and delivered within four days more. Default: 1.
   */
  readonly pace?: number
}

const idForm = /^409-(\d{7})-(\d{7})$/

/** The orders of one seeding. Everything about one follows from its number and from the time. */
export class SeededOrders {
  readonly #count: number
  readonly #from: number
  readonly #step: number
  readonly #seed: number
  readonly #pace: number
  readonly #now: () => number

  constructor({ count, from, until, seed = 0, pace = 1 }: OrderSeeding, now: () => number) {
    if (!Number.isInteger(count) || count < 0 || count > 9_999_999) throw new RangeError('count must be 0 to 9999999')
    if (!(until >= from)) throw new RangeError('until must not be before from')
    if (!(pace > 0)) throw new RangeError('pace must be above 0')
    this.#count = count
    this.#from = wholeSecond(from)
    this.#step = (until - from) / Math.max(1, count)
    this.#seed = Math.abs(Math.trunc(seed)) % 10_000_000
    this.#pace = pace
    this.#now = now
  }

  /** Returns the ids of the orders that exist by now, the oldest first. */
  ids(): readonly string[] {
    return Array.from({ length: this.#existing() }, (_, index) => this.#idOf(index))
  }

  /** Returns an order as it is now; undefined where there is none with this id. */
  order(orderId: string): AmazonOrder | undefined {
    const [, seed, number] = idForm.exec(orderId) ?? []
    const index = Number(number)
    if (Number(seed) !== this.#seed || !(index < this.#existing())) return undefined
    const created = this.#createdAt(index)
    const { stage, sinceMs, shippedMs } = this.#ageOf(index)
    const changed = wholeSecond(created + sinceMs)
    return seededOrder({ orderId, index, created, stage, changed, shipped: wholeSecond(created + (shippedMs ?? 0)) })
  }

  /**
   * Calls `visit` with the time that the search is by, and the id, of every order in its window. By the creation they
   * come in order, and `visit` ends it by returning false.
   */
  eachOrderTime({ by, after, before }: OrderSearch, visit: (time: number, orderId: string) => boolean): void {
    const earliest = by === 'created' ? after : after - longestLifeMs / this.#pace - 1000
    const first = this.#step === 0 ? 0 : Math.max(0, Math.floor((earliest - this.#from) / this.#step) - 1)
    const end = this.#existing()
    for (let index = first; index < end; index += 1) {
      const created = this.#createdAt(index)
      if (created > before) return
      const time = by === 'created' ? created : wholeSecond(created + this.#ageOf(index).sinceMs)
      if (time < after || time > before) continue
      if (!visit(time, this.#idOf(index)) && by === 'created') return
    }
  }

  #existing(): number {
    const now = this.#now()
    if (now < this.#from) return 0
    if (this.#step === 0) return this.#count
    let count = Math.min(this.#count, Math.floor((now - this.#from) / this.#step) + 1)
    while (count > 0 && this.#createdAt(count - 1) > now) count -= 1
    return count
  }

  #createdAt(index: number): number {
    return wholeSecond(this.#from + index * this.#step)
  }

  #ageOf(index: number) {
    return ageOf(this.#seed, index, this.#now() - this.#createdAt(index), this.#pace)
  }

  #idOf(index: number): string {
    return `409-${digits(this.#seed)}-${digits(index)}`
  }
}

function digits(number: number): string {
  return String(number).padStart(7, '0')
}

/** Amazon's times have no fractions of a second. */
function wholeSecond(milliseconds: number): number {
  return Math.floor(milliseconds / 1000) * 1000
}
