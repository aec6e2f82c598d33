import type { TenantId } from '@orderport/domain'
import { AdministrationError } from './administration-error.ts'
import type { AdministratorConnection, Transaction } from './administrator-connection.ts'
import { holdTenant, requireTenant } from './known-tenant.ts'
import type { RecordChange } from './record-change.ts'

export interface ConnectionMove {
  readonly from: TenantId
  readonly to: TenantId
  readonly channel: string
}

/** What a tenant's connection is tied to. */
export interface MovedConnection {
  readonly sellingAccount: string | null
  readonly region: string | null
  readonly marketplace: string | null
}

/** The account itself, and each authorisation that ever opened it. */
interface Claim {
  readonly kind: string
  readonly value: string
  readonly provenAt: Date | null
}

interface Tie extends MovedConnection {
  readonly authorisationFingerprint: string | null
  readonly claims: readonly Claim[]
}

/**
 * Gives the selling account of one tenant, and the authorisations that ever opened it, to another, in one transaction: the old
 * connection is `disabled`, the new one `pending` until an import proves it. Both tenants' records tell of it.
 * Throws `not_found` for an unknown new tenant or an old one without an account, `refused` if the new one has an account.
 */
export async function moveConnection(
  connection: AdministratorConnection,
  record: RecordChange,
  { from, to, channel }: ConnectionMove,
): Promise<MovedConnection> {
  if (from === to) throw new AdministrationError('refused', `The connection is ${to}’s already.`)
  return await connection.change(from, async (transaction) => {
    const { enter } = transaction
    // In one order, whichever way an account moves: two moves wait for each other instead of locking each other out.
    for (const tenantId of [from, to].toSorted()) {
      await enter(tenantId)
      await (tenantId === to ? requireTenant(transaction, to) : holdTenant(transaction, from))
    }
    await enter(from)
    const tie = await untie(transaction, from, channel)
    await record(transaction, { tenantId: from, action: 'connection.move', subject: channel })
    await enter(to)
    await giveTie(transaction, { tenantId: to, channel, tie })
    await record(transaction, { tenantId: to, action: 'connection.move', subject: channel })
    const { sellingAccount, region, marketplace } = tie
    return { sellingAccount, region, marketplace }
  })
}

/** Takes the tie from the tenant, whose connection is disabled; gives what it was. */
async function untie({ query }: Transaction, tenantId: TenantId, channel: string): Promise<Tie> {
  const { rows } = await query<Omit<Tie, 'claims'>>({ text: tieSql, values: [tenantId, channel] })
  const [tie] = rows
  if (tie === undefined) {
    throw new AdministrationError('not_found', `${tenantId} has no selling account of ${channel} to move.`)
  }
  await query({ text: untieSql, values: [tenantId, channel] })
  const { rows: claims } = await query<Claim>({ text: giveUpSql, values: [tenantId, channel, tie.sellingAccount] })
  return { ...tie, claims }
}

interface GivenTie {
  readonly tenantId: TenantId
  readonly channel: string
  readonly tie: Tie
}

async function giveTie({ query }: Transaction, { tenantId, channel, tie }: GivenTie): Promise<void> {
  const { sellingAccount, region, marketplace, authorisationFingerprint } = tie
  const values = [tenantId, channel, sellingAccount, region, marketplace, authorisationFingerprint]
  const { rowCount } = await query({ text: giveSql, values })
  if (rowCount !== 1) {
    throw new AdministrationError(
      'refused',
      `${tenantId} has a selling account of ${channel} already: nothing was moved.`,
    )
  }
  for (const { kind, value, provenAt } of tie.claims) {
    await query({ text: claimSql, values: [tenantId, channel, kind, value, sellingAccount, provenAt] })
  }
}

const tieSql = `
  SELECT selling_account AS "sellingAccount", region, marketplace, authorisation_fingerprint AS "authorisationFingerprint"
  FROM channel_connections
  WHERE tenant_id = $1 AND channel = $2 AND (selling_account IS NOT NULL OR authorisation_fingerprint IS NOT NULL)
  FOR UPDATE`

const giveUpSql = `
  DELETE FROM seller_claims WHERE tenant_id = $1 AND channel = $2 AND selling_account = upper($3)
  RETURNING kind, value, proven_at AS "provenAt"`

const claimSql = `
  INSERT INTO seller_claims (tenant_id, channel, kind, value, selling_account, proven_at)
  VALUES ($1, $2, $3, $4, upper($5), $6)`

const untieSql = `
  UPDATE channel_connections
  SET selling_account = NULL, region = NULL, marketplace = NULL, authorisation_fingerprint = NULL,
    refused_fingerprint = NULL, last_error = NULL, last_error_at = NULL, status = 'disabled', updated_at = now()
  WHERE tenant_id = $1 AND channel = $2`

/** One statement sees whether the tenant has an account and ties this one: an import that ties another meanwhile comes first or waits. */
const giveSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
    authorisation_fingerprint, status, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'pending', now())
  ON CONFLICT (tenant_id, channel) DO UPDATE
  SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
    authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending', refused_fingerprint = NULL,
    last_error = NULL, last_error_at = NULL, updated_at = excluded.updated_at
  WHERE stored.selling_account IS NULL AND stored.authorisation_fingerprint IS NULL`
