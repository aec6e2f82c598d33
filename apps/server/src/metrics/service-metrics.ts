import { Gauge, type Registry } from 'prom-client'
import type { Health } from '../health/health.ts'

export interface ServiceMetrics {
  /** Asks at each scrape whether the process is ready. */
  watchReadiness(health: Pick<Health, 'readiness'>): void
}

/** What runs. */
export interface Build {
  readonly version: string
  /** Null where the build didn't tell. */
  readonly commit: string | null
}

export function serviceMetrics(registry: Registry, { version, commit }: Build): ServiceMetrics {
  const build = new Gauge({
    name: 'orderport_build_info',
    help: '1, with what runs as its labels',
    labelNames: ['version', 'commit', 'node'],
    registers: [registry],
  })
  build.set({ version, commit: commit ?? 'unset', node: process.versions.node }, 1)
  return {
    watchReadiness(health) {
      const ready: Gauge = new Gauge({
        name: 'orderport_ready',
        help: '1 while /readyz answers 200',
        registers: [registry],
        collect: async () => ready.set((await health.readiness()).ready ? 1 : 0),
      })
    },
  }
}
