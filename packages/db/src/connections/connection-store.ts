import type { ChannelConnections } from '@orderport/domain'
import { withDatabase } from '../database-error.ts'
import type { PrismaClient } from '../generated/client.ts'

/** What is known of tenants' connections: one row for each tenant and channel that has had trouble. */
export function createConnectionStore(prisma: PrismaClient): ChannelConnections {
  return {
    refusedCredentials: ({ tenantId, channel }) =>
      withDatabase(async () => {
        const where = { tenantId_channel: { tenantId, channel } }
        const row = await prisma.channelConnection.findUnique({ where, select: { refusedFingerprint: true } })
        return row?.refusedFingerprint ?? null
      }),

    requireReauthorisation: ({ tenantId, channel }, { fingerprint, now }) =>
      withDatabase(async () => {
        const state = { status: 'reauth_required', refusedFingerprint: fingerprint, updatedAt: new Date(now) }
        await prisma.channelConnection.upsert({
          where: { tenantId_channel: { tenantId, channel } },
          create: { tenantId, channel, ...state },
          update: state,
          select: { channel: true },
        })
      }),

    confirm: ({ tenantId, channel }, now) =>
      withDatabase(async () => {
        await prisma.channelConnection.updateMany({
          where: { tenantId, channel },
          data: { status: 'active', refusedFingerprint: null, updatedAt: new Date(now) },
        })
      }),
  }
}
