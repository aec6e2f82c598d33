import type { EndedImport } from '@orderport/api'
import { DomainError, errorCodes, type MarketplaceConnector } from '@orderport/domain'
import { Counter, type Registry } from 'prom-client'

export interface ImportMetrics {
  /** Makes a series for each outcome that an import from these marketplaces can have. */
  expectImports(connectors: readonly Pick<MarketplaceConnector, 'channel' | 'name'>[]): void
  /** Counts an import, whoever asked for it. */
  observeImport(ended: EndedImport): void
  /** Counts a stored order that answered because the marketplace could not be asked again. */
  observeStaleAnswer(error: unknown): void
}

export function importMetrics(registry: Registry): ImportMetrics {
  const imports = new Counter({
    name: 'orderport_imports_total',
    help: 'Imports of one order, by where it came from (cache, stub, the marketplace) or the failure’s code',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  })
  const stale = new Counter({
    name: 'orderport_stale_answers_total',
    help: 'Imports that the stored order answered because checking it again failed, by code',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
    expectImports(connectors) {
      for (const { channel, name } of connectors) {
        for (const outcome of ['cache', 'stub', name, ...errorCodes]) imports.inc({ channel, outcome }, 0)
      }
    },
    observeImport: ({ channel, outcome }) => imports.inc({ channel, outcome }),
    observeStaleAnswer: (error) => stale.inc({ code: DomainError.is(error) ? error.code : 'INTERNAL' }),
  }
}
