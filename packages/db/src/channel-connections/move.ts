import type { ConnectionKey, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import { lockTenant, requireTenant } from '../tenants/lock-tenant.ts'

export interface ConnectionMove {
  readonly from: TenantId
  readonly to: TenantId
  readonly channel: string
}

/** The selling account that was moved. */
export interface MovedConnection {
  readonly sellingAccount: string | null
  readonly region: string | null
  readonly marketplace: string | null
}

/** A claim of the account itself, or of an authorisation that has opened it. */
interface Claim {
  readonly kind: string
  readonly value: string
  readonly provenAt: Date | null
}

/** What binds a selling account to a tenant. */
interface Binding extends MovedConnection {
  readonly authorisationFingerprint: string | null
  readonly claims: readonly Claim[]
}

/**
 * Moves a tenant's selling account, with every authorisation that has ever opened it, to another tenant in one
 * transaction: the old connection is `disabled`, the new one `pending` until an import proves it. Both tenants' audits
 * record the move.
 * Throws `not_found` for an unknown new tenant or an old one without an account, `refused` if the new one has an
 * account.
 */
export async function moveConnection(
  connection: AdministratorConnection,
  record: RecordChange,
  { from, to, channel }: ConnectionMove,
): Promise<MovedConnection> {
  if (from === to) throw new AdministrationError('refused', `The connection is ${to}’s already.`)
  return await connection.change(from, async (transaction) => {
    const { enter } = transaction
    // Always in the same order, so that two opposite moves wait for each other instead of ending in a deadlock.
    for (const tenantId of [from, to].toSorted()) {
      await enter(tenantId)
      await (tenantId === to ? requireTenant(transaction, to) : lockTenant(transaction, from))
    }
    await enter(from)
    const binding = await unbind(transaction, { tenantId: from, channel })
    await record(transaction, { tenantId: from, action: 'connection.move', subject: channel })
    await enter(to)
    await bind(transaction, { tenantId: to, channel }, binding)
    await record(transaction, { tenantId: to, action: 'connection.move', subject: channel })
    const { sellingAccount, region, marketplace } = binding
    return { sellingAccount, region, marketplace }
  })
}

/** Disables the tenant's connection, takes its binding away and returns it. */
async function unbind({ query }: Transaction, { tenantId, channel }: ConnectionKey): Promise<Binding> {
  const { rows } = await query<Omit<Binding, 'claims'>>({ text: lockBindingSql, values: [tenantId, channel] })
  const [binding] = rows
  if (binding === undefined) {
    throw new AdministrationError('not_found', `${tenantId} has no selling account of ${channel} to move.`)
  }
  await query({ text: unbindSql, values: [tenantId, channel] })
  const values = [tenantId, channel, binding.sellingAccount]
  const { rows: claims } = await query<Claim>({ text: deleteClaimsSql, values })
  return { ...binding, claims }
}

/** Binds the account to the tenant, unless it has one. */
async function bind({ query }: Transaction, { tenantId, channel }: ConnectionKey, binding: Binding): Promise<void> {
  const { sellingAccount, region, marketplace, authorisationFingerprint } = binding
  const values = [tenantId, channel, sellingAccount, region, marketplace, authorisationFingerprint]
  const { rowCount } = await query({ text: bindSql, values })
  if (rowCount !== 1) {
    throw new AdministrationError(
      'refused',
      `${tenantId} has a selling account of ${channel} already: nothing was moved.`,
    )
  }
  for (const { kind, value, provenAt } of binding.claims) {
    await query({ text: insertClaimSql, values: [tenantId, channel, kind, value, sellingAccount, provenAt] })
  }
}

const lockBindingSql = `
  SELECT selling_account AS "sellingAccount", region, marketplace,
    authorisation_fingerprint AS "authorisationFingerprint"
  FROM channel_connections
  WHERE tenant_id = $1 AND channel = $2 AND (selling_account IS NOT NULL OR authorisation_fingerprint IS NOT NULL)
  FOR UPDATE`

const unbindSql = `
  UPDATE channel_connections
  SET selling_account = NULL, region = NULL, marketplace = NULL, authorisation_fingerprint = NULL,
    refused_fingerprint = NULL, refused_at = NULL, last_error = NULL, last_error_at = NULL, status = 'disabled',
    updated_at = now()
  WHERE tenant_id = $1 AND channel = $2`

const deleteClaimsSql = `
  DELETE FROM seller_claims WHERE tenant_id = $1 AND channel = $2 AND selling_account = upper($3)
  RETURNING kind, value, proven_at AS "provenAt"`

/**
 * One statement checks that the tenant has no account and binds this one, so an import can't bind another in between.
 */
const bindSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
    authorisation_fingerprint, status, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'pending', now())
  ON CONFLICT (tenant_id, channel) DO UPDATE
  SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
    authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending', refused_fingerprint = NULL,
    refused_at = NULL, last_error = NULL, last_error_at = NULL, updated_at = excluded.updated_at
  WHERE stored.selling_account IS NULL AND stored.authorisation_fingerprint IS NULL`

const insertClaimSql = `
  INSERT INTO seller_claims (tenant_id, channel, kind, value, selling_account, proven_at)
  VALUES ($1, $2, $3, $4, upper($5), $6)`
