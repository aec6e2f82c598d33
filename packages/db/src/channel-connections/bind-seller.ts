import { DomainError, type ConnectionKey, type SellerBinding } from '@orderport/domain'
import type { Query } from '../tenant-database/tenant-database.ts'

/**
 * Claims the selling account and its authorisation for the tenant, and binds the tenant's connection to them. Claims
 * are unique over all tenants. Another tenant's claim is not visible here, so we claim first and then check that both
 * are ours.
 * Throws `SELLER_ALREADY_CONNECTED` if one is not. Must run in a READ COMMITTED transaction.
 */
export async function bindSeller(
  query: Query,
  { tenantId, channel }: ConnectionKey,
  { sellerId, region, marketplaceId, authorisationFingerprint }: SellerBinding,
): Promise<void> {
  const account = sellerId.toUpperCase()
  const key = [tenantId, channel, account, authorisationFingerprint]
  await query({ text: claimSql, values: key })
  const { rowCount: ours } = await query({ text: claimsSql, values: key })
  if (ours !== 2) throw new DomainError('SELLER_ALREADY_CONNECTED')
  await query({
    text: bindSql,
    values: [tenantId, channel, sellerId, region, marketplaceId, authorisationFingerprint],
  })
}

const claimSql = `
  INSERT INTO seller_claims (tenant_id, channel, selling_account, kind, value)
  VALUES ($1, $2, $3, 'account', $3), ($1, $2, $3, 'authorisation', $4)
  ON CONFLICT DO NOTHING`

const claimsSql = `
  SELECT FROM seller_claims
  WHERE tenant_id = $1 AND channel = $2
    AND ((kind = 'account' AND value = $3) OR (kind = 'authorisation' AND value = $4))`

const bindSql = `
  INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
    authorisation_fingerprint, status, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'pending', now(), now())
  ON CONFLICT (tenant_id, channel) DO UPDATE
  SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
    authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending',
    updated_at = excluded.updated_at
  WHERE stored.status <> 'disabled'`
