import type { Contenders } from '../contenders/contenders.ts'
import type { Meter } from './measure-load.ts'
import type { Requests } from './requests.ts'

/** The contenders on one seeded database. */
export interface Size {
  readonly rows: number
  readonly contenders: Contenders
  /** Requests for orders of all tenants. */
  readonly requests: Requests
  /** Requests for the big tenant's orders alone. */
  readonly bigTenantRequests: Requests
  readonly meter: Meter
}
