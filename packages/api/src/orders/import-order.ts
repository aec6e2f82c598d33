import {
  deadlineIn,
  DomainError,
  isStale,
  makeStub,
  parseOrderInstant,
  raceAgainst,
  type CallPriority,
  type ChannelOrder,
  type ConversationHints,
  type Deadline,
  type ImportResult,
  type Order,
  type OrderWriter,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { toDomainError } from '../failure.ts'
import { callAsSeller } from './call-as-seller.ts'
import { importTarget, type ImportTarget } from './import-target.ts'

export interface ImportRequest {
  readonly channel: string
  /** The reference as somebody typed or pasted it. */
  readonly orderRef: string
  /** Asks the marketplace even when the order is stored. */
  readonly refresh: boolean
  readonly conversation: ConversationHints
  /** How it shares the marketplace's quota; interactive, unless given, for an import that somebody waits for. */
  readonly priority?: CallPriority
  /**
   * What a stored order that must be checked again may cost: `answer` (the default) gives it 2.5 seconds and answers
   * with the stored order whatever fails; `fail` checks it as a new order, for callers that try again.
   */
  readonly staleness?: 'answer' | 'fail'
}

/** How long an agent waits for news of an order that is stored already, in milliseconds. */
const recheckTimeoutMs = 2500

/**
 * Imports one order for a tenant: answers with the stored order, else asks the marketplace, else makes a stub. An order
 * that may have changed since it was last checked is checked again.
 * Throws ORDER_REF_INVALID, ORDER_NOT_FOUND_FOR_TENANT, NO_ACTIVE_CHANNEL and the credential, upstream and database
 * failures of the catalogue; a failure writes nothing.
 */
export async function importOrder(
  services: Services,
  tenantId: TenantId,
  request: ImportRequest,
): Promise<ImportResult> {
  const { channel } = request
  const target = importTarget(services, tenantId, channel, request.orderRef)
  try {
    const result = await importFrom(services, target, request)
    services.onImport({ channel, outcome: result.source })
    return result
  } catch (error) {
    services.onImport({ channel, outcome: toDomainError(error).code })
    throw error
  }
}

async function importFrom(
  services: Services,
  target: ImportTarget,
  { refresh, conversation, priority = 'interactive', staleness = 'answer' }: ImportRequest,
): Promise<ImportResult> {
  const { tenantId } = target
  if (!refresh) {
    const stored = await services.orders.find(tenantId, target)
    if (isComplete(stored) && isCurrent(services, stored)) return fromCache(stored)
    if (isComplete(stored) && staleness === 'answer') return recheck(services, target, stored)
  }
  return ask(services, target, { refresh, conversation, priority }, deadlineIn(services.upstreamTimeoutMs))
}

/** Asks the marketplace again for a stored order. Whatever fails or takes too long, the stored order answers. */
async function recheck(services: Services, target: ImportTarget, stored: Order): Promise<ImportResult> {
  const deadline = deadlineIn(Math.min(recheckTimeoutMs, services.upstreamTimeoutMs))
  try {
    const request = { refresh: false, conversation: {}, priority: 'interactive' } as const
    return await raceAgainst(deadline.signal, ask(services, target, request, deadline))
  } catch (error) {
    services.onStaleAnswer(error)
    return fromCache(stored)
  }
}

/** Runs the import, or joins the one of the same order that is running. */
function ask(
  services: Services,
  target: ImportTarget,
  { refresh, conversation, priority }: Required<Pick<ImportRequest, 'refresh' | 'conversation' | 'priority'>>,
  deadline: Deadline,
): Promise<ImportResult> {
  const { tenantId, channel, externalOrderId } = target
  return services.singleFlight.run(
    { tenantId, channel, externalOrderId, refresh },
    deadline,
    async ({ stored, connection, writer }) => {
      // An import that ended just before this one began may have stored the order.
      if (isComplete(stored) && !refresh && isCurrent(services, stored)) return fromCache(stored)
      const fetched = await withinDeadline(deadline, () =>
        callAsSeller(services, {
          target,
          stored: connection,
          deadline,
          call: (client) => client.fetch(externalOrderId, deadline, { priority }),
        }),
      )
      if (fetched !== null) return saveFetched(services, target, fetched, writer)
      return stored === null ? saveStub(services, target, conversation, writer) : fromCache(stored)
    },
  )
}

function fromCache(order: Order): ImportResult {
  return { order, source: 'cache' }
}

async function saveFetched(
  { newOrderId, now }: Services,
  { connector: { name: source } }: ImportTarget,
  fetched: ChannelOrder,
  writer: OrderWriter,
): Promise<ImportResult> {
  const order = await writer.save({ id: newOrderId(), now: now().toISOString(), fetched, source })
  return { order, source }
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
  const orderDate = parseOrderInstant(conversation.orderDate)
  const stub = makeStub({ id, tenantId, channel, externalOrderId, importedAt, orderDate }, conversation)
  const order = await writer.saveStub(stub)
  return { order, source: order.id === id ? 'stub' : 'cache' }
}

function isCurrent({ now, refreshAfterMs }: Services, stored: Order): boolean {
  return !isStale(stored, now().toISOString(), refreshAfterMs)
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
