import {
  deadlineIn,
  DomainError,
  makeStub,
  parseInstant,
  type ChannelOrder,
  type ConversationHints,
  type Deadline,
  type ImportResult,
  type Order,
  type OrderKey,
  type OrderWriter,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { fetchOrder } from './fetch-order.ts'
import { importTarget, type ImportTarget } from './import-target.ts'

export interface ImportRequest extends OrderKey {
  /** Asks the marketplace even when the order is stored. */
  readonly refresh: boolean
  readonly conversation: ConversationHints
}

/**
 * Imports one order for a tenant: answers with the stored order, else asks the marketplace, else makes a stub.
 * Throws ORDER_REF_INVALID, ORDER_NOT_FOUND_FOR_TENANT, NO_ACTIVE_CHANNEL and the credential, upstream and database
 * failures of the catalogue; a failure writes nothing.
 */
export async function importOrder(
  services: Services,
  tenantId: TenantId,
  request: ImportRequest,
): Promise<ImportResult> {
  const target = importTarget(services, tenantId, request)
  const { channel, externalOrderId } = target
  const { refresh, conversation } = request
  if (!refresh) {
    const stored = await services.orders.find(tenantId, target)
    if (isComplete(stored)) return { order: stored, source: 'cache' }
  }
  const deadline = deadlineIn(services.upstreamTimeoutMs)
  return services.singleFlight.run({ tenantId, channel, externalOrderId, refresh }, deadline, async (writer) => {
    // An import that ended just before this one began may have stored the order.
    const [stored, connection] = await Promise.all([
      services.orders.find(tenantId, target),
      services.connections.find(target),
    ])
    if (isComplete(stored) && !refresh) return { order: stored, source: 'cache' }
    const fetched = await withinDeadline(deadline, () => fetchOrder(services, target, connection, deadline))
    if (fetched !== null) return saveFetched(services, target, fetched, writer)
    if (stored !== null) return { order: stored, source: 'cache' }
    return saveStub(services, target, conversation, writer)
  })
}

async function saveFetched(
  { newOrderId, now }: Services,
  { connector }: ImportTarget,
  fetched: ChannelOrder,
  writer: OrderWriter,
): Promise<ImportResult> {
  const order = await writer.save({ id: newOrderId(), now: now().toISOString(), fetched })
  return { order, source: connector.name }
}

/** Saves a stub for a tenant without credentials, unless the order was stored meanwhile. */
async function saveStub(
  { newOrderId, now, stubMode }: Services,
  { tenantId, channel, externalOrderId }: ImportTarget,
  conversation: ConversationHints,
  writer: OrderWriter,
): Promise<ImportResult> {
  if (stubMode === 'off') throw new DomainError('NO_ACTIVE_CHANNEL')
  const id = newOrderId()
  const importedAt = now().toISOString()
  const orderDate = parseInstant(conversation.orderDate)
  const stub = makeStub({ id, tenantId, channel, externalOrderId, importedAt, orderDate }, conversation)
  const order = await writer.saveStub(stub)
  return { order, source: order.id === id ? 'stub' : 'cache' }
}

function isComplete(stored: Order | null): stored is Order {
  return stored !== null && stored.orderSource !== 'stub'
}

/** However an adapter reports the aborted signal, a passed deadline is UPSTREAM_TIMEOUT. */
async function withinDeadline<T>({ signal }: Deadline, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted && !DomainError.is(error)) throw new DomainError('UPSTREAM_TIMEOUT', { cause: error })
    throw error
  }
}
