import {
  deadlineIn,
  DomainError,
  makeStub,
  parseInstant,
  type ConversationHints,
  type Deadline,
  type Fence,
  type Landing,
  type Order,
  type MarketplaceConnector,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { fetchOrder, type Wanted } from './fetch-order.ts'

export interface ImportRequest {
  readonly orderRef: string
  readonly channel: string
  /** Asks the marketplace even when the order is stored. */
  readonly refresh: boolean
  readonly conversation: ConversationHints
}

export interface ImportedOrder {
  readonly order: Order
  readonly source: Landing['source']
}

/** One import on its way: whose, from where, which order. */
interface Import extends Wanted {
  readonly request: ImportRequest
  /** Ends everything that waits for credentials, the marketplace or another process. */
  readonly deadline: Deadline
}

/**
 * Imports one order for a tenant: from what is stored, else from the marketplace, else as a stub.
 * Throws ORDER_REF_INVALID, ORDER_NOT_FOUND_FOR_TENANT, NO_ACTIVE_CHANNEL and the credential, upstream and database
 * failures of the catalogue; none of them writes anything.
 */
export async function importOrder(
  services: Services,
  tenantId: TenantId,
  request: ImportRequest,
): Promise<ImportedOrder> {
  const source = sourceFor(services, request)
  const key = { tenantId, channel: source.channel, externalOrderId: request.orderRef }
  const stored = request.refresh ? null : await services.orders.find(tenantId, key)
  if (answersAsItIs(stored, request)) return { order: stored, source: 'cache' }

  const deadline = deadlineIn(services.upstreamTimeoutMs)
  const landing = await services.flights.run({ ...key, refresh: request.refresh }, deadline.signal, (fence) =>
    fly(services, { ...key, source, request, deadline }, fence),
  )
  const order = await services.orders.find(tenantId, key)
  if (order === null) throw new DomainError('INTERNAL', { detail: 'The imported order is gone.' })
  return { order, source: landing.source }
}

/**
 * What one flight does. It looks again first: the flight before it may have stored the order meanwhile. Of a flight that
 * was taken over the store writes nothing, and nobody is told how it landed.
 */
async function fly(services: Services, theImport: Import, fence: Fence): Promise<Landing> {
  const { tenantId, source, request, deadline, channel } = theImport
  const [stored, known] = await Promise.all([
    services.orders.find(tenantId, theImport),
    services.connections.find(theImport),
  ])
  if (answersAsItIs(stored, request)) return { source: 'cache' }

  const fetched = await withinDeadline(deadline, () => fetchOrder(services, { ...theImport, known }, deadline))
  if (fetched === null) return stored === null ? storeStub(services, theImport, fence) : { source: 'cache' }

  const newOrder = { id: services.newOrderId(), now: services.now().toISOString(), fence }
  await services.orders.save(tenantId, { ...newOrder, channel, fetched })
  return { source: source.name }
}

async function storeStub(services: Services, theImport: Import, fence: Fence): Promise<Landing> {
  if (services.stubMode === 'off') throw new DomainError('NO_ACTIVE_CHANNEL')
  const { tenantId, request, channel, externalOrderId } = theImport
  const identity = {
    id: services.newOrderId(),
    tenantId,
    channel,
    externalOrderId,
    importedAt: services.now().toISOString(),
    orderDate: parseInstant(request.conversation.orderDate),
  }
  const stub = makeStub(identity, request.conversation)
  const saved = await services.orders.saveStub(tenantId, { stub, fence })
  return { source: saved === 'created' ? 'stub' : 'cache' }
}

function sourceFor(services: Services, request: ImportRequest): MarketplaceConnector {
  const source = services.sources.get(request.channel)
  if (source === undefined) throw new DomainError('INVALID_REQUEST', { field: 'channel' })
  if (!source.isReference(request.orderRef)) throw new DomainError('ORDER_REF_INVALID', { field: 'orderRef' })
  return source
}

function answersAsItIs(stored: Order | null, request: ImportRequest): stored is Order {
  return stored !== null && stored.orderSource !== 'stub' && !request.refresh
}

/** Whatever an adapter makes of the abort, a passed deadline is UPSTREAM_TIMEOUT. */
async function withinDeadline<T>({ signal }: Deadline, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted && !DomainError.is(error)) throw new DomainError('UPSTREAM_TIMEOUT', { cause: error })
    throw error
  }
}
