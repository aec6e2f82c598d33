import { createApiKeyAdministration, type ApiKeyAdministration } from '../api-keys/administration.ts'
import { createAuditAdministration, type AuditAdministration } from '../audit/administration.ts'
import { createConnectionAdministration, type ConnectionAdministration } from '../channel-connections/administration.ts'
import { createMemberAdministration, type MemberAdministration } from '../members/administration.ts'
import { createOrderAdministration, type OrderAdministration } from '../orders/administration.ts'
import { createTenantAdministration, type TenantAdministration } from '../tenants/administration.ts'
import { createAdministratorConnection } from './administrator-connection.ts'
import { createRecordChange } from './record-change.ts'

export interface AdministrationOptions {
  /** The URL of the owner's connection, or of a superuser's. */
  readonly adminUrl: string
  /** The id of one run of a command, recorded in the audit. */
  readonly requestId: string
  readonly connectTimeoutMs?: number
  readonly statementTimeoutMs?: number
}

/**
 * The operators' commands, on a connection of their own. Each change is one transaction together with its audit. Every
 * call throws `DATABASE_UNAVAILABLE` when Postgres is away, and AdministrationError when the command fails.
 */
export interface Administration extends AsyncDisposable {
  readonly tenants: TenantAdministration
  readonly members: MemberAdministration
  readonly connections: ConnectionAdministration
  readonly keys: ApiKeyAdministration
  readonly orders: OrderAdministration
  readonly audit: AuditAdministration
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
    orders: createOrderAdministration(connection, record),
    audit: createAuditAdministration(connection),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}
