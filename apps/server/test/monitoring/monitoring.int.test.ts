import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readDashboard, type Dashboard } from './dashboard.ts'
import { scrapeExercisedService, scrapeReplicaMetrics } from './exercised-service.ts'
import { expressionFaults, labelsOf } from './expression-faults.ts'
import { readExpression } from './promql.ts'
import { readRules, type AlertRule } from './rule-file.ts'
import { ownFamilies, readMetrics, type ScrapedMetrics } from './scraped-metrics.ts'

let families: readonly string[]
let scraped: ScrapedMetrics
let rules: readonly AlertRule[]
let dashboard: Dashboard
let documentation: string

beforeAll(async () => {
  const text = `${await scrapeExercisedService()}\n${await scrapeReplicaMetrics()}`
  families = ownFamilies(text)
  scraped = readMetrics(text)
  rules = await readRules()
  dashboard = await readDashboard()
  documentation = await readFile(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8')
})

/** The metrics that the expressions name, of a histogram its family. */
function familiesIn(expressions: readonly string[]): ReadonlySet<string> {
  const names = expressions.flatMap((expression) => readExpression(expression).selectors.map(({ metric }) => metric))
  return new Set(names.map((name) => name.replace(/_(?:bucket|count|sum)$/, '')))
}

/** The heading's anchor, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}

it('the check is not blind: a renamed metric, label or value, and what is no PromQL, are told', () => {
  const renamed = (expression: string) => expressionFaults(expression, scraped)
  expect(renamed('rate(orderport_imports_total{outcome="cache"}[5m]) and orderport_ready == 1')).toEqual([])
  expect(renamed('rate(orderport_import_total[5m])')).toEqual(['no metric orderport_import_total'])
  expect(renamed('orderport_imports_total{source="cache"}')).toEqual(['orderport_imports_total has no label source'])
  expect(renamed('sum by (source) (orderport_imports_total)')).toEqual(['no label source to group by'])
  expect(renamed('orderport_vault{state=~"sealed|shut"}')).toEqual(['orderport_vault has no series with state="shut"'])
  expect(renamed('1 + 1')).toEqual(['no metric in 1 + 1'])
  expect(() => renamed('sum(rate(orderport_ready[5m])')).toThrow('Not PromQL')
})

it('every metric of ours was exercised, is in the documentation, and on the dashboard or in a rule', () => {
  expect(families.length).toBeGreaterThan(25)
  const used = familiesIn([...rules.map(({ expr }) => expr), ...dashboard.queries.map(({ expression }) => expression)])
  for (const family of families) {
    const hasSamples = scraped.has(family) || scraped.has(`${family}_count`)
    expect(hasSamples, `${family} has no sample`).toBe(true)
    expect(documentation, family).toContain(`\`${family}\``)
    expect(used, 'neither on the dashboard nor in a rule').toContain(family)
  }
})

describe('the alert rules', () => {
  it('ask for metrics, labels and values that exist', () => {
    expect(rules.length).toBeGreaterThan(20)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { alert, expr } of rules) expect(expressionFaults(expr, scraped), alert).toEqual([])
  })

  it('tell labels that their alerts have', () => {
    for (const { alert, expr, annotations } of rules) {
      const { selectors, groupedBy, isScalar } = readExpression(expr)
      const all = isScalar ? [] : selectors.flatMap(({ metric }) => labelsOf(metric, scraped))
      const labels = groupedBy.size > 0 ? [...groupedBy] : all
      const told = `${annotations.summary} ${annotations.description}`.matchAll(/\$labels\.(\w+)/g)
      for (const [, label] of told) expect(labels, alert).toContain(label)
    }
  })

  it('have a runbook each: a heading in the documentation', () => {
    const anchors = [...documentation.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    for (const { alert, annotations } of rules) {
      const [path, anchor] = annotations.runbook.split('#')
      expect(path, alert).toBe('docs/operations.md')
      expect(anchors, alert).toContain(anchor)
    }
  })
})

describe('the dashboard', () => {
  it('asks for metrics, labels and values that exist', () => {
    expect(dashboard.queries.length).toBeGreaterThan(25)
    for (const { panel, expression } of dashboard.queries) {
      expect(expressionFaults(expression, scraped), panel).toEqual([])
    }
  })

  it('fills its variables from metrics that exist, and has an id for each panel', () => {
    expect(dashboard.variables.length).toBeGreaterThan(0)
    for (const metric of dashboard.variables) expect([...scraped.keys()]).toContain(metric)
    expect(new Set(dashboard.ids).size).toBe(dashboard.ids.length)
  })
})
