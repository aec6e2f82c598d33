import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const target = z.looseObject({ expr: z.string().min(1), refId: z.string().min(1) })
const place = z.strictObject({ x: z.int(), y: z.int(), w: z.int().positive(), h: z.int().positive() })

const panelSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('row'), id: z.int(), title: z.string(), gridPos: place }),
  z.looseObject({
    type: z.enum(['timeseries', 'stat', 'table']),
    id: z.int(),
    title: z.string().min(1),
    gridPos: place,
    targets: z.array(target).min(1),
  }),
])

const dashboardSchema = z.looseObject({
  uid: z.string(),
  title: z.string(),
  schemaVersion: z.int(),
  templating: z.looseObject({
    list: z.array(z.looseObject({ name: z.string(), query: z.string() })),
  }),
  panels: z.array(panelSchema).min(1),
})

interface DashboardQuery {
  readonly panel: string
  /** As Prometheus gets it, with an ordinary value in place of Grafana's variables. */
  readonly expression: string
}

export interface Dashboard {
  readonly ids: readonly number[]
  /** The metrics that its variables' values come from. */
  readonly variables: readonly string[]
  readonly queries: readonly DashboardQuery[]
}

/** Returns the dashboard that we ship. Throws for one that Grafana could not show. */
export async function readDashboard(): Promise<Dashboard> {
  const path = join(import.meta.dirname, '../../../../deploy/monitoring/grafana-dashboard.json')
  const { panels, templating } = dashboardSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  return {
    ids: panels.map(({ id }) => id),
    variables: templating.list.flatMap(({ query }) => query.match(/(?<=label_values\()\w+/)?.[0] ?? []),
    queries: panels.flatMap((panel) =>
      panel.type === 'row'
        ? []
        : panel.targets.map(({ expr }) => ({
            panel: panel.title,
            expression: expr.replaceAll('$__rate_interval', '5m'),
          })),
    ),
  }
}
