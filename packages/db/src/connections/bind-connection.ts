import { DomainError, type ConnectionKey, type Instant, type SellerBinding } from '@orderport/domain'
import type { Prisma } from '../generated/client.ts'

interface Binding {
  readonly claim: SellerBinding
  readonly now: Instant
}

/**
 * Claims the selling account and the authorisation for the tenant, and ties its connection to them. Both are claimed over all
 * tenants; what another tenant holds is not visible here, so after claiming we look whether both are ours.
 * Throws `SELLER_ALREADY_CONNECTED` when one is not. Belongs in a transaction, which must be READ COMMITTED.
 */
export async function bindConnection(
  transaction: Prisma.TransactionClient,
  { tenantId, channel }: ConnectionKey,
  { claim, now }: Binding,
): Promise<void> {
  const { sellerId, region, marketplaceId, authorisationFingerprint } = claim
  const account = sellerId.toUpperCase()
  await transaction.sellerClaim.createMany({
    data: [
      { tenantId, channel, kind: 'account', value: account, sellingAccount: account },
      { tenantId, channel, kind: 'authorisation', value: authorisationFingerprint, sellingAccount: account },
    ],
    skipDuplicates: true,
  })
  const ours = await transaction.sellerClaim.count({
    where: {
      tenantId,
      channel,
      OR: [
        { kind: 'account', value: account },
        { kind: 'authorisation', value: authorisationFingerprint },
      ],
    },
  })
  if (ours < 2) throw new DomainError('SELLER_ALREADY_CONNECTED')
  const moment = new Date(now)
  await transaction.$executeRaw`
    INSERT INTO channel_connections AS stored (tenant_id, channel, selling_account, region, marketplace,
      authorisation_fingerprint, status, created_at, updated_at)
    VALUES (${tenantId}, ${channel}, ${sellerId}, ${region}, ${marketplaceId}, ${authorisationFingerprint}, 'pending',
      ${moment}, ${moment})
    ON CONFLICT (tenant_id, channel) DO UPDATE
    SET selling_account = excluded.selling_account, region = excluded.region, marketplace = excluded.marketplace,
      authorisation_fingerprint = excluded.authorisation_fingerprint, status = 'pending', updated_at = excluded.updated_at
    WHERE stored.status <> 'disabled'`
}
