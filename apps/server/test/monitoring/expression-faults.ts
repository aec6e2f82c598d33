import { readExpression, type Selector } from './promql.ts'
import type { ScrapedMetrics } from './scraped-metrics.ts'

/** What Prometheus makes itself, and the labels that it adds to every series. */
const ofPrometheus = { metrics: ['up'], labels: ['job', 'instance'] }

/**
 * Returns what an expression asks for that no series of the scrape has, one English line for each: a metric, a label, a
 * label's value. Throws an Error for what is no PromQL.
 */
export function expressionFaults(expression: string, scraped: ScrapedMetrics): readonly string[] {
  const { selectors, groupedBy } = readExpression(expression)
  if (selectors.length === 0) return [`no metric in ${expression}`]
  const known = new Set(selectors.flatMap(({ metric }) => labelsOf(metric, scraped)))
  const ungrouped = [...groupedBy].filter((label) => !known.has(label)).map((label) => `no label ${label} to group by`)
  return selectors.flatMap((selector) => selectorFaults(selector, scraped)).concat(ungrouped)
}

/** Returns the labels that the metric's series have; none for a metric that doesn't exist. */
export function labelsOf(metric: string, scraped: ScrapedMetrics): readonly string[] {
  const own = scraped.get(metric)?.keys() ?? []
  return [...own, ...ofPrometheus.labels]
}

function selectorFaults({ metric, matchers }: Selector, scraped: ScrapedMetrics): readonly string[] {
  if (ofPrometheus.metrics.includes(metric)) return []
  const series = scraped.get(metric)
  if (series === undefined) return [`no metric ${metric}`]
  return matchers.flatMap(({ label, operator, value }) => {
    if (ofPrometheus.labels.includes(label)) return []
    const values = series.get(label)
    if (values === undefined) return [`${metric} has no label ${label}`]
    const wanted = operator.includes('~') ? value.split('|') : [value]
    // A variable of the dashboard, or a pattern that matches everything.
    const missing = wanted.filter((one) => !one.startsWith('$') && one !== '.*' && !values.has(one))
    return missing.map((one) => `${metric} has no series with ${label}="${one}"`)
  })
}
