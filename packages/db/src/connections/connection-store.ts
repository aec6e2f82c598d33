import type { ChannelConnections } from '@orderport/domain'
import type { Pool } from 'pg'
import { withDatabase } from '../database-error.ts'
import type { PrismaClient } from '../generated/client.ts'

/**
 * What is known of tenants' connections: one row for each tenant and channel that has had trouble.
 * Every import reads it, by a prepared statement; the rare writes are Prisma's.
 */
export function createConnectionStore(pool: Pool, prisma: PrismaClient): ChannelConnections {
  return {
    refusedCredentials: ({ tenantId, channel }) =>
      withDatabase(async () => {
        const { rows } = await pool.query<{ refused_fingerprint: string | null }>({
          name: 'channel_connections_refused',
          text: 'SELECT refused_fingerprint FROM channel_connections WHERE tenant_id = $1 AND channel = $2',
          values: [tenantId, channel],
        })
        return rows[0]?.refused_fingerprint ?? null
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
