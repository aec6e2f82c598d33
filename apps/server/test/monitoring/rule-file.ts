import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const duration = z.string().regex(/^\d+[smhd]$/)

/** https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules: strict, as Prometheus reads it. */
const ruleSchema = z.strictObject({
  alert: z.string().regex(/^Orderport[A-Z]\w+$/),
  expr: z.string().min(1),
  for: duration.optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().min(1), description: z.string().min(1), runbook: z.string() }),
})

const fileSchema = z.strictObject({
  groups: z.array(
    z.strictObject({ name: z.string().min(1), interval: duration.optional(), rules: z.array(ruleSchema) }),
  ),
})

export type AlertRule = z.infer<typeof ruleSchema>

/** Returns the alert rules that we ship. Throws for a file that Prometheus would refuse. */
export async function readRules(): Promise<readonly AlertRule[]> {
  const path = join(import.meta.dirname, '../../../../deploy/monitoring/prometheus-rules.yaml')
  const { groups } = fileSchema.parse(parse(await readFile(path, 'utf8')))
  if (new Set(groups.map(({ name }) => name)).size < groups.length) throw new Error('Two groups have one name.')
  return groups.flatMap(({ rules }) => rules)
}
