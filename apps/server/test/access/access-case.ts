import type { ErrorCode, Scope } from '@orderport/domain'
import type { Header } from '../harness/raw-request.ts'
import type { Credentials } from './credentials.ts'
import type { ListenerName } from './endpoints.ts'

/** The order that a caller asks for, and how it names it. `shared` is a reference that both tenants hold. */
export type RequestedOrder = 'own id' | 'own reference' | 'shared' | 'foreign id' | 'foreign reference'

/** Where an endpoint reads the tenant besides the header: REST from the query and a body, tRPC from nowhere else. */
export type TenantSource = 'query' | 'body' | 'nowhere'

/** One way to call the service, and the outcome that every endpoint of the listener must have. */
export interface AccessCase {
  readonly name: string
  readonly listener: ListenerName
  readonly headers: (credentials: Credentials, scope: Scope) => readonly Header[]
  readonly requested: RequestedOrder
  /** The tenant in the query. */
  readonly inQuery?: string
  /** The tenant in the body. */
  readonly inBody?: string
  /** The address that the request comes from. */
  readonly from?: string
  /** `served`: the endpoint's own answer to what was asked. Otherwise the code of the refusal. */
  readonly outcome: 'served' | ErrorCode
  /** The request is refused before its route or procedure is looked at. */
  readonly beforeRouting?: boolean
  /** Limits the case to endpoints that read the tenant there; for others it is no different from another case. */
  readonly tenantFrom?: TenantSource
}
