import { type Deadline, DomainError } from '@orderport/domain'
import { z } from 'zod'
import { ExpiringValues, type Renewed } from '../lwa/expiring-values.ts'
import { grantKey } from '../lwa/access-tokens.ts'
import { classifyPage } from '../listing/classify-page.ts'
import type { OrdersApiDeps, SellerSession } from '../seller-session.ts'
import { answerFailure } from '../transport/amazon-error.ts'
import { callSpApi, type SpApiOperation } from '../transport/call-sp-api.ts'

const participationsOperation: SpApiOperation = {
  name: 'getMarketplaceParticipations',
  method: 'GET',
  pathTemplate: '/sellers/v1/marketplaceParticipations',
  usagePlan: { ratePerSecond: 0.016, burst: 15 },
}

/** Amazon allows one call a minute; a seller opens a marketplace once in years. */
const usableForMs = 24 * 3_600_000
/** The most that a list of v0 accepts. */
const mostMarketplaces = 50

const answerSchema = z.object({
  payload: z.array(
    z.object({
      marketplace: z.object({ id: z.string().regex(/^\w+$/) }),
      participation: z.object({ isParticipating: z.boolean() }),
    }),
  ),
})

/** The marketplaces that sellers sell in, kept for a day. */
export class MarketplaceIds {
  readonly #ids: ExpiringValues<readonly string[]>

  constructor({ now }: Pick<OrdersApiDeps, 'now'>) {
    this.#ids = new ExpiringValues(participationsOperation.name, now)
  }

  /** Returns the marketplace of the tenant's secret, or where it names none, all that Amazon names. */
  async of(session: SellerSession, signal: AbortSignal): Promise<readonly string[]> {
    if (session.marketplaceId !== null) return [session.marketplaceId]
    return this.#ids.get(grantKey(session), signal, (deadline) => requestIds(session, deadline))
  }
}

/** Throws `UPSTREAM_ERROR` for an answer that can't be read, or that names no marketplace. */
async function requestIds(session: SellerSession, deadline: Deadline): Promise<Renewed<readonly string[]>> {
  const operation = participationsOperation
  const answer = await callSpApi(session, { operation, path: operation.pathTemplate, deadline, classify: classifyPage })
  const parsed = answerSchema.safeParse(answer.body.kind === 'json' ? answer.body.value : null)
  if (!parsed.success) throw answerFailure('UPSTREAM_ERROR', operation, answer)
  const active = parsed.data.payload.filter(({ participation }) => participation.isParticipating)
  const ids = active.map(({ marketplace }) => marketplace.id).slice(0, mostMarketplaces)
  if (ids.length === 0) {
    throw new DomainError('UPSTREAM_ERROR', { detail: `${operation.name}: the seller sells in no marketplace` })
  }
  return { value: ids, usableForMs }
}
