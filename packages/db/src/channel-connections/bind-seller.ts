import { DomainError, type ConnectionKey, type SellerBinding } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'

/**
 * Claims the selling account and its authorisation for the tenant, and binds the tenant's connection to them. Claims
 * are unique over all tenants. Another tenant's claim is not visible here, so we claim first and then check that both
 * are ours.
 * Throws `SELLER_ALREADY_CONNECTED` if one is not. Must run in a READ COMMITTED transaction.
 */
export async function bindSeller(
  transaction: Prisma.TransactionClient,
  { tenantId, channel }: ConnectionKey,
  { sellerId, region, marketplaceId, authorisationFingerprint }: SellerBinding,
): Promise<void> {
  const account = sellerId.toUpperCase()
  const claims = [
    { kind: 'account', value: account },
    { kind: 'authorisation', value: authorisationFingerprint },
  ]
  await transaction.sellerClaim.createMany({
    data: claims.map((claim) => ({ ...claim, tenantId, channel, sellingAccount: account })),
    skipDuplicates: true,
  })
  const ours = await transaction.sellerClaim.count({ where: { tenantId, channel, OR: claims } })
  if (ours < claims.length) throw new DomainError('SELLER_ALREADY_CONNECTED')
  await transaction.$executeRaw`
    INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
      authorisation_fingerprint, status, created_at, updated_at)
    VALUES (${tenantId}, ${channel}, ${sellerId}, ${region}, ${marketplaceId}, ${authorisationFingerprint}, 'pending',
      now(), now())
    ON CONFLICT (tenant_id, channel) DO UPDATE
    SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
      authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending',
      updated_at = excluded.updated_at
    WHERE stored.status <> 'disabled'`
}
