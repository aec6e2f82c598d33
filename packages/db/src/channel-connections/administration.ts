import type { ConnectionKey, ConnectionStatus, Instant, SellerBinding, TenantId } from '@orderport/domain'
import { AdministrationError } from '../administration/administration-error.ts'
import type { AdministratorConnection, Transaction } from '../administration/administrator-connection.ts'
import type { RecordChange } from '../administration/record-change.ts'
import type { ChannelConnection } from '../generated/client.ts'
import { requireTenant } from '../tenants/lock-tenant.ts'
import { examineConnection, findOtherHolders, type ExaminedConnection } from './examine.ts'
import { moveConnection, noFailure, type ConnectionMove, type MovedConnection } from './move.ts'

interface ConnectionSummary {
  readonly tenantId: string
  readonly channel: string
  readonly status: string
  readonly sellingAccount: string | null
  readonly region: string | null
  readonly marketplace: string | null
  readonly lastError: string | null
  readonly lastErrorAt: Instant | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

type SellerHold = Pick<SellerBinding, 'sellerId' | 'authorisationFingerprint'>

export interface ConnectionAdministration {
  /** Returns the connections of one tenant, or of all (null). */
  list(tenantId: TenantId | null): Promise<readonly ConnectionSummary[]>
  /** Returns what is stored about the tenant and its connection, whether or not there is one. */
  examine(key: ConnectionKey): Promise<ExaminedConnection>
  /** Returns the other tenants to which the selling account, or the authorisation that opens it, belongs. */
  otherHolders(key: ConnectionKey, seller: SellerHold): Promise<readonly string[]>
  /**
   * Stops the tenant's imports from the channel, even before its first one. Throws `not_found` for an unknown tenant.
   */
  disable(key: ConnectionKey): Promise<'disabled' | 'unchanged'>
  /**
   * Lets a connection import again that was disabled, or whose credentials the marketplace refused; its next import
   * proves it. Throws `not_found` without a connection.
   */
  enable(key: ConnectionKey): Promise<'enabled' | 'unchanged'>
  /** Moves a tenant's selling account to another tenant. Throws `not_found` and `refused`. */
  move(move: ConnectionMove): Promise<MovedConnection>
}

export function createConnectionAdministration(
  connection: AdministratorConnection,
  record: RecordChange,
): ConnectionAdministration {
  return {
    list: (tenantId) =>
      connection.read(tenantId, async ({ prisma }) => {
        const connections = await prisma.channelConnection.findMany({
          where: tenantId === null ? {} : { tenantId },
          omit: { authorisationFingerprint: true, refusedFingerprint: true, refusedAt: true },
          orderBy: [{ tenantId: 'asc' }, { channel: 'asc' }],
        })
        return connections.map((stored) => toSummary(stored))
      }),

    examine: (key) => examineConnection(connection, key),

    otherHolders: (key, seller) => findOtherHolders(connection, key, seller),

    disable: ({ tenantId, channel }) =>
      connection.change(tenantId, async (transaction) => {
        const connection = await lockConnection(transaction, { tenantId, channel })
        if (connection?.status === 'disabled') return 'unchanged'
        if (connection === null) await requireTenant(transaction, tenantId)
        const { prisma, now } = transaction
        const disabled = { status: 'disabled', updatedAt: now }
        // One statement, because an import may have created the connection since its status was read.
        await prisma.channelConnection.upsert({
          where: { tenantId_channel: { tenantId, channel } },
          create: { tenantId, channel, ...disabled, createdAt: now },
          update: disabled,
        })
        await record(transaction, { tenantId, action: 'connection.disable', subject: channel })
        return 'disabled'
      }),

    enable: ({ tenantId, channel }) =>
      connection.change(tenantId, async (transaction) => {
        const connection = await lockConnection(transaction, { tenantId, channel })
        if (connection === null) {
          const message = `${tenantId} has no connection to ${channel}: its first import with credentials makes one.`
          throw new AdministrationError('not_found', message)
        }
        if (connection.status !== 'disabled' && !connection.isRefused) return 'unchanged'
        // What was refused is forgotten, whether or not the credentials have changed since: the next import tries them.
        await transaction.prisma.channelConnection.updateMany({
          where: { tenantId, channel },
          data: { status: 'pending', ...noFailure, updatedAt: transaction.now },
        })
        await record(transaction, { tenantId, action: 'connection.enable', subject: channel })
        return 'enabled'
      }),

    move: (move) => moveConnection(connection, record, move),
  }
}

interface LockedConnection {
  readonly status: ConnectionStatus
  /** True while credentials that the marketplace refused are not tried again. */
  readonly isRefused: boolean
}

/** Locks the connection until the transaction ends, and returns it; null if there is none. */
async function lockConnection(
  { prisma }: Transaction,
  { tenantId, channel }: ConnectionKey,
): Promise<LockedConnection | null> {
  const [locked] = await prisma.$queryRaw<LockedConnection[]>`
    SELECT status, status = 'reauth_required' OR refused_fingerprint IS NOT NULL AS "isRefused"
    FROM channel_connections WHERE tenant_id = ${tenantId} AND channel = ${channel} FOR UPDATE`
  return locked ?? null
}

function toSummary(stored: Pick<ChannelConnection, keyof ConnectionSummary>): ConnectionSummary {
  const { tenantId, channel, status, sellingAccount, region, marketplace, lastError } = stored
  return {
    tenantId,
    channel,
    status,
    sellingAccount,
    region,
    marketplace,
    lastError,
    lastErrorAt: stored.lastErrorAt?.toISOString() ?? null,
    createdAt: stored.createdAt.toISOString(),
    updatedAt: stored.updatedAt.toISOString(),
  }
}
