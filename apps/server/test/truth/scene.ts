import type { SimulatedSeller } from '@orderport/amazon-simulator'
import type { Orderport, SupportDesk } from './support-desk.ts'
import type { ApiVersion } from './truth.ts'

/** The reference of every truth's order. */
export const reference = '171-4093870-1757126'

/** What one truth plays on: a tenant that no other truth has. */
export interface Scene {
  readonly version: ApiVersion
  readonly service: Orderport
  readonly desk: SupportDesk
  readonly seller: SimulatedSeller
  readonly tenantId: string
}
