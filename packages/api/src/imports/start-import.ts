import {
  DomainError,
  hasEnded,
  parseInstant,
  type BulkImport,
  type Instant,
  type MarketplaceConnector,
  type TenantId,
} from '@orderport/domain'
import type { Services } from '../context.ts'
import { connectorOf } from '../orders/import-target.ts'
import { referencesInText, type TextReferences } from './references-in-text.ts'
import { greatestImport } from './import-schema.ts'

/** What to import: references, a text that mentions them, or all orders of a period. Exactly one of the three. */
export interface StartRequest {
  readonly channel: string
  readonly refs?: readonly string[] | undefined
  readonly text?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** Who asks, as the audit's actor. */
  readonly requestedBy: string
}

export interface StartedImport extends TextReferences {
  readonly bulkImport: BulkImport
}

/**
 * The newest orders that a marketplace lists are those of some minutes ago: Amazon refuses a period that ends less than
 * two minutes ago, and shows an order a while after it was made.
 */
const listedAfterMs = 3 * 60_000

/**
 * Starts an import of many orders in the background. A backfill of the same period that is still running is returned
 * instead of a second one. Throws INVALID_REQUEST, ORDER_REF_MISSING where nothing is named, and ORDER_REF_INVALID
 * where nothing that is named is a reference of the channel.
 */
export async function startImport(
  services: Services,
  tenantId: TenantId,
  request: StartRequest,
): Promise<StartedImport> {
  const connector = connectorOf(services, request.channel)
  const { refs, text, since } = request
  if ([refs, text, since].filter((given) => given !== undefined).length !== 1) {
    throw new DomainError('INVALID_REQUEST', {
      field: 'refs',
      detail: 'An import names references, or a text, or a period: exactly one of the three.',
    })
  }
  if (since !== undefined) return startBackfill(services, tenantId, request, periodOf(services, since, request.until))
  if (request.until !== undefined) throw new DomainError('INVALID_REQUEST', { field: 'until' })
  const named = text === undefined ? referencesIn(connector, refs ?? []) : referencesInText(connector, text)
  const field = text === undefined ? 'refs' : 'text'
  if (named.found.length === 0) {
    throw new DomainError(named.left.length === 0 ? 'ORDER_REF_MISSING' : 'ORDER_REF_INVALID', { field })
  }
  if (named.found.length > greatestImport) throw new DomainError('INVALID_REQUEST', { field })
  const bulkImport = await create(services, tenantId, request, { references: named.found, since: null, until: null })
  return { bulkImport, ...named }
}

export interface Period {
  readonly since: Instant
  readonly until: Instant
}

/** Returns the period of a backfill, at most until a few minutes ago. Throws INVALID_REQUEST for an empty one. */
export function periodOf({ now }: Services, since: string, until: string | undefined): Period {
  const from = parseInstant(since)
  const to = until === undefined ? now().toISOString() : parseInstant(until)
  if (from === null) throw new DomainError('INVALID_REQUEST', { field: 'since' })
  if (to === null) throw new DomainError('INVALID_REQUEST', { field: 'until' })
  const latest = now().getTime() - listedAfterMs
  const end = Math.min(Date.parse(to), latest)
  if (Date.parse(from) >= end) {
    throw new DomainError('INVALID_REQUEST', { field: until === undefined ? 'since' : 'until' })
  }
  return { since: from, until: new Date(end).toISOString() }
}

/** Takes each text for one typed reference. */
function referencesIn({ findReferences }: MarketplaceConnector, typed: readonly string[]): TextReferences {
  const found: string[] = []
  const left: string[] = []
  for (const text of typed) {
    const references = findReferences(text)
    if (references.length > 0) found.push(...references)
    else if (text.trim() !== '') left.push(text.trim())
  }
  return { found: [...new Set(found)], left: [...new Set(left)] }
}

async function startBackfill(
  services: Services,
  tenantId: TenantId,
  request: StartRequest,
  period: Period,
): Promise<StartedImport> {
  const running = await runningBackfill(services, tenantId, request, period)
  const bulkImport = running ?? (await create(services, tenantId, request, { references: [], ...period }))
  return { bulkImport, found: [], left: [] }
}

/** How many of the newest imports are looked through for the same backfill. */
const importsLookedThrough = 50

/** How much later the end of a second click's period may be, where the end is "now". */
const sameEndMs = 10 * 60_000

async function runningBackfill(
  services: Services,
  tenantId: TenantId,
  { channel }: StartRequest,
  { since, until }: Period,
): Promise<BulkImport | null> {
  const newest = await services.imports.list(tenantId, { limit: importsLookedThrough })
  const isSame = (other: BulkImport): boolean =>
    other.kind === 'backfill' &&
    other.channel === channel &&
    !hasEnded(other.state) &&
    other.since !== null &&
    other.until !== null &&
    Math.abs(Date.parse(other.since) - Date.parse(since)) <= sameEndMs &&
    Math.abs(Date.parse(other.until) - Date.parse(until)) <= sameEndMs
  return newest.imports.find(isSame) ?? null
}

function create(
  { imports: store, newImportId, now }: Services,
  tenantId: TenantId,
  { channel, requestedBy }: StartRequest,
  what: { readonly references: readonly string[]; readonly since: Instant | null; readonly until: Instant | null },
): Promise<BulkImport> {
  const kind = what.since === null ? 'references' : 'backfill'
  const id = newImportId()
  return store.create(tenantId, { id, channel, kind, requestedBy, now: now().toISOString(), ...what })
}
