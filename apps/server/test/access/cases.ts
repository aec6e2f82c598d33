import type { ErrorCode, Scope } from '@orderport/domain'
import type { Header } from '../harness/raw-request.ts'
import type { Credentials } from './credentials.ts'
import type { ListenerName } from './endpoints.ts'

/** Whose order a caller asks for: by its id or by its reference. `shared`: both tenants hold that reference. */
export type Wanted = 'own id' | 'own reference' | 'shared' | 'foreign id' | 'foreign reference'

/** Where a door looks for the tenant beside the header: REST in the query, and in a body where there is one; tRPC nowhere. */
export type TenantPlace = 'query' | 'body' | 'nowhere'

/** One way to call, and what comes of it at every door of the listener. */
export interface AccessCase {
  readonly name: string
  readonly listener: ListenerName
  readonly headers: (credentials: Credentials, scope: Scope) => readonly Header[]
  readonly wanted: Wanted
  readonly inQuery?: string
  readonly inBody?: string
  /** The address that the request comes from. */
  readonly from?: string
  /** `served`: as the door answers for what was asked. Otherwise the refusal. */
  readonly outcome: 'served' | ErrorCode
  /** Refused before anything else is looked at. */
  readonly atTheDoor?: boolean
  /** For those doors alone that look for the tenant there; other doors can't tell this case from another one. */
  readonly looksAt?: TenantPlace
}
