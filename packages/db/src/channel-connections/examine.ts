import type { ConnectionKey, SellerBinding } from '@orderport/domain'
import type { AdministratorConnection } from '../administration/administrator-connection.ts'

/** What is stored about a tenant and its connection, for whoever looks for a fault. */
export interface ExaminedConnection {
  /** False for a tenant that no operator has added. */
  readonly isTenant: boolean
  /** The number of its members. */
  readonly members: number
  /** Null before the first import with credentials. */
  readonly status: string | null
  readonly sellingAccount: string | null
  /** The fingerprint of the credentials that the marketplace refused for good. */
  readonly refusedFingerprint: string | null
  /** The reference of its newest order that came from the marketplace. */
  readonly newestOrder: string | null
}

export function examineConnection(
  connection: AdministratorConnection,
  { tenantId, channel }: ConnectionKey,
): Promise<ExaminedConnection> {
  return connection.read(tenantId, async ({ prisma }) => {
    const stored = await prisma.channelConnection.findFirst({
      where: { tenantId, channel },
      select: { status: true, sellingAccount: true, refusedFingerprint: true },
    })
    const newest = await prisma.order.findFirst({
      where: { tenantId, channel, checkedAt: { not: null }, orderDate: { not: null } },
      select: { externalOrderId: true },
      orderBy: { orderDate: 'desc' },
    })
    return {
      isTenant: (await prisma.tenant.count({ where: { id: tenantId } })) === 1,
      members: await prisma.member.count({ where: { tenantId } }),
      status: stored?.status ?? null,
      sellingAccount: stored?.sellingAccount ?? null,
      refusedFingerprint: stored?.refusedFingerprint ?? null,
      newestOrder: newest?.externalOrderId ?? null,
    }
  })
}

/** Returns the other tenants to which the selling account or its authorisation belongs. */
export function findOtherHolders(
  connection: AdministratorConnection,
  { tenantId, channel }: ConnectionKey,
  { sellerId, authorisationFingerprint }: Pick<SellerBinding, 'sellerId' | 'authorisationFingerprint'>,
): Promise<readonly string[]> {
  return connection.read(null, async ({ prisma }) => {
    const claims = await prisma.sellerClaim.findMany({
      where: {
        channel,
        tenantId: { not: tenantId },
        OR: [
          { kind: 'account', value: sellerId.toUpperCase() },
          { kind: 'authorisation', value: authorisationFingerprint },
        ],
      },
      select: { tenantId: true },
      distinct: ['tenantId'],
    })
    return claims.map((claim) => claim.tenantId)
  })
}
