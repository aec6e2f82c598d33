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
  /** In upper case. */
  readonly sellingAccount: string
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
async function unbind({ prisma, now }: Transaction, { tenantId, channel }: ConnectionKey): Promise<Binding> {
  const [binding] = await prisma.$queryRaw<Omit<Binding, 'claims'>[]>`
    SELECT selling_account AS "sellingAccount", region, marketplace,
      authorisation_fingerprint AS "authorisationFingerprint"
    FROM channel_connections
    WHERE tenant_id = ${tenantId} AND channel = ${channel}
      AND (selling_account IS NOT NULL OR authorisation_fingerprint IS NOT NULL)
    FOR UPDATE`
  if (binding === undefined) {
    throw new AdministrationError('not_found', `${tenantId} has no selling account of ${channel} to move.`)
  }
  const unbound = { sellingAccount: null, region: null, marketplace: null, authorisationFingerprint: null }
  await prisma.channelConnection.updateMany({
    where: { tenantId, channel },
    data: { ...unbound, ...noFailure, status: 'disabled', updatedAt: now },
  })
  const claims = await prisma.$queryRaw<Claim[]>`
    DELETE FROM seller_claims
    WHERE tenant_id = ${tenantId} AND channel = ${channel} AND selling_account = upper(${binding.sellingAccount})
    RETURNING kind, value, selling_account AS "sellingAccount", proven_at AS "provenAt"`
  return { ...binding, claims }
}

/**
 * Binds the account to the tenant, unless it has one. One statement checks that and binds, so an import can't bind
 * another in between.
 */
async function bind(
  { prisma, now }: Transaction,
  { tenantId, channel }: ConnectionKey,
  binding: Binding,
): Promise<void> {
  const { sellingAccount, region, marketplace, authorisationFingerprint } = binding
  const bound = await prisma.$executeRaw`
    INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
      authorisation_fingerprint, status, updated_at)
    VALUES (${tenantId}, ${channel}, ${sellingAccount}, ${region}, ${marketplace},
      ${authorisationFingerprint}, 'pending', now())
    ON CONFLICT (tenant_id, channel) DO UPDATE
    SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
      authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending', refused_fingerprint = NULL,
      refused_at = NULL, last_error = NULL, last_error_at = NULL, updated_at = excluded.updated_at
    WHERE stored.selling_account IS NULL AND stored.authorisation_fingerprint IS NULL`
  if (bound !== 1) {
    throw new AdministrationError(
      'refused',
      `${tenantId} has a selling account of ${channel} already: nothing was moved.`,
    )
  }
  const claims = binding.claims.map((claim) => ({ ...claim, tenantId, channel, claimedAt: now }))
  await prisma.sellerClaim.createMany({ data: claims })
}

/** What a connection stores when nothing has failed since it was set up. */
export const noFailure = { refusedFingerprint: null, refusedAt: null, lastError: null, lastErrorAt: null } as const
