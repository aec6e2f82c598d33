import { createAdministratorConnection } from './administrator-connection.ts'
import { createApiKeyAdministration, type ApiKeyAdministration } from './api-keys.ts'
import { createAuditTrail, type AuditTrail } from './audit-trail.ts'
import { createConnectionAdministration, type ConnectionAdministration } from './connections.ts'
import { createMemberAdministration, type MemberAdministration } from './members.ts'
import { createRecordChange } from './record-change.ts'
import { createTenantAdministration, type TenantAdministration } from './tenants.ts'

export interface AdministrationOptions {
  /** The owner's connection, or a superuser's. */
  readonly adminUrl: string
  /** Under which the changes are recorded: the id of one run. */
  readonly requestId: string
  readonly connectTimeoutMs?: number
  readonly statementTimeoutMs?: number
}

/**
 * What operators change and look at, over a connection of its own. Each change is one transaction with its audit. All of it throws
 * `DATABASE_UNAVAILABLE` when Postgres is away, and AdministrationError when something is not done.
 */
export interface Administration extends AsyncDisposable {
  readonly tenants: TenantAdministration
  readonly members: MemberAdministration
  readonly connections: ConnectionAdministration
  readonly keys: ApiKeyAdministration
  readonly audit: AuditTrail
}

/** Connects when first used. */
export function createAdministration(options: AdministrationOptions): Administration {
  const { adminUrl, requestId, connectTimeoutMs = 5000, statementTimeoutMs = 10_000 } = options
  const connection = createAdministratorConnection({ adminUrl, connectTimeoutMs, statementTimeoutMs })
  const record = createRecordChange(requestId)
  return {
    tenants: createTenantAdministration(connection, record),
    members: createMemberAdministration(connection, record),
    connections: createConnectionAdministration(connection, record),
    keys: createApiKeyAdministration(connection, record),
    audit: createAuditTrail(connection),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}
