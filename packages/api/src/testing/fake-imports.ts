import {
  DomainError,
  hasEnded,
  type BulkImport,
  type ImportItem,
  type ImportItemState,
  type ImportPage,
  type ImportStore,
  type ImportWindow,
  type ItemOutcome,
  type NewImport,
} from '@orderport/domain'

interface Stored {
  bulkImport: BulkImport
  readonly items: Map<string, ImportItem>
  windows: ImportWindow[]
  /** When its job is to run next. */
  dueAt: string | null
}

export interface FakeImports {
  readonly store: ImportStore
  /** The import with that id, its items and windows. */
  of(id: string): Stored
  /** The pages that were saved. */
  readonly pages: ImportPage[]
  /** The next calls of `savePage` with orders throw these. */
  readonly saveFailures: Error[]
}

/** Imports of one tenant in memory. Its counts are those of its items. */
export function fakeImports(): FakeImports {
  const stored = new Map<string, Stored>()
  const pages: ImportPage[] = []
  const saveFailures: Error[] = []
  const of = (id: string): Stored => {
    const found = stored.get(id)
    if (found === undefined) throw new DomainError('INTERNAL')
    return found
  }
  const change = (id: string, to: Partial<BulkImport>): BulkImport => {
    const found = of(id)
    const count = (state: ImportItemState) => [...found.items.values()].filter((item) => item.state === state).length
    const counts = { stored: count('stored'), unchanged: count('unchanged'), failed: count('failed') }
    found.bulkImport = { ...found.bulkImport, ...to, ...counts, version: found.bulkImport.version + 1 }
    return found.bulkImport
  }
  const replaceWindow = (id: string, window: ImportWindow, next: ImportWindow) => {
    of(id).windows = of(id).windows.map((each) => (each === window ? next : each))
  }
  const store: ImportStore = {
    async create(_tenantId, { references, now, ...given }: NewImport) {
      const items = new Map(references.map((reference) => [reference, queuedItem(reference)]))
      const total = given.kind === 'backfill' ? null : references.length
      stored.set(given.id, {
        bulkImport: { ...emptyImport, ...given, total, createdAt: now },
        items,
        windows: [],
        dueAt: now,
      })
      return of(given.id).bulkImport
    },
    get: async (_tenantId, id) => stored.get(id)?.bulkImport ?? null,
    list: async () => ({
      imports: [...stored.values()].map(({ bulkImport }) => bulkImport).toReversed(),
      nextCursor: null,
    }),
    async items(_tenantId, id, { state }) {
      const items = [...of(id).items.values()].filter((item) => state === undefined || item.state === state)
      return { items, nextCursor: null }
    },
    windows: async (_tenantId, id) => of(id).windows,
    async cancel(_tenantId, id, now) {
      if (!stored.has(id)) return null
      return hasEnded(of(id).bulkImport.state) ? of(id).bulkImport : change(id, { state: 'cancelled', finishedAt: now })
    },
    async retryFailed(_tenantId, id) {
      if (!stored.has(id)) return null
      for (const item of of(id).items.values()) {
        if (item.state === 'failed') of(id).items.set(item.externalOrderId, queuedItem(item.externalOrderId))
      }
      return change(id, { state: 'queued' })
    },
    async begin(_tenantId, id, now) {
      if (!stored.has(id)) return null
      const { state, startedAt } = of(id).bulkImport
      return hasEnded(state) ? of(id).bulkImport : change(id, { state: 'running', startedAt: startedAt ?? now })
    },
    async dueItems(_tenantId, id, now, limit) {
      const isDue = ({ state, nextAttemptAt }: ImportItem) =>
        state === 'queued' && (nextAttemptAt === null || nextAttemptAt <= now)
      return [...of(id).items.values()].filter(isDue).slice(0, limit)
    },
    async finishItem(_tenantId, id, reference, outcome, _now) {
      const item = of(id).items.get(reference)
      if (item?.state === 'queued') of(id).items.set(reference, itemAfter(item, outcome))
      return change(id, {})
    },
    async openWindow(_tenantId, id, { from, to }) {
      const { windows } = of(id)
      const window = { ...emptyWindow, number: windows.length + 1, from, to }
      of(id).windows = [...windows, window]
      return window
    },
    async savePage(_tenantId, id, page) {
      const window = of(id).windows.find(({ number }) => number === page.windowNumber)
      if (window?.token !== page.token || hasEnded(of(id).bulkImport.state)) return null
      const failure = page.orders.length > 0 ? saveFailures.shift() : undefined
      if (failure !== undefined) throw failure
      pages.push(page)
      for (const { fetched } of page.orders) {
        of(id).items.set(fetched.externalOrderId, { ...queuedItem(fetched.externalOrderId), state: 'stored' })
      }
      for (const reference of page.unread) of(id).items.set(reference, queuedItem(reference))
      const next: ImportWindow = {
        ...window,
        token: page.nextToken,
        state: page.nextToken === null ? 'done' : 'open',
        pages: window.pages + 1,
      }
      replaceWindow(id, window, next)
      return change(id, {})
    },
    async restartWindow(_tenantId, id, number) {
      const window = of(id).windows.find((each) => each.number === number)
      if (window !== undefined) replaceWindow(id, window, { ...window, token: null, restarts: window.restarts + 1 })
    },
    async continueAt(_tenantId, id, { at, error }) {
      of(id).dueAt = at
      change(id, { state: error === null ? 'running' : 'waiting', error, nextAttemptAt: at })
    },
    finish: async (_tenantId, id, { state, error }, now) => change(id, { state, error, finishedAt: now }),
  }
  return { store, of, pages, saveFailures }
}

function queuedItem(externalOrderId: string): ImportItem {
  return { externalOrderId, state: 'queued', attempts: 0, error: null, nextAttemptAt: null }
}

function itemAfter(item: ImportItem, outcome: ItemOutcome): ImportItem {
  const error = 'error' in outcome ? outcome.error : null
  const nextAttemptAt = outcome.state === 'queued' ? outcome.nextAttemptAt : null
  return { ...item, state: outcome.state, attempts: item.attempts + (error === null ? 0 : 1), error, nextAttemptAt }
}

const emptyWindow = {
  state: 'open',
  token: null,
  pages: 0,
  seen: 0,
  stored: 0,
  unchanged: 0,
  failed: 0,
  restarts: 0,
} as const

const emptyImport: BulkImport = {
  id: '',
  channel: 'amazon',
  kind: 'references',
  requestedBy: 'peer',
  since: null,
  until: null,
  state: 'queued',
  total: null,
  stored: 0,
  unchanged: 0,
  failed: 0,
  error: null,
  nextAttemptAt: null,
  createdAt: '',
  startedAt: null,
  finishedAt: null,
  version: 1,
}
