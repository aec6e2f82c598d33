import type { AmazonOrder } from '../amazon-order.ts'
import { buildOrder, type OrderSpec } from './build-order.ts'

/** An order of the samples, and what it is there for. */
export interface SampleOrder {
  readonly order: AmazonOrder
  /** What an agent can see in it, in a few words. */
  readonly shows: string
}

export function sample(shows: string, spec: OrderSpec): SampleOrder {
  return { order: buildOrder(spec), shows }
}
