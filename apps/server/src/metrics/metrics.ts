import { collectDefaultMetrics, Registry } from 'prom-client'
import { alarmMetrics, type AlarmMetrics } from './alarm-metrics.ts'
import { callMetrics, type CallMetrics } from './call-metrics.ts'
import { databaseMetrics, type DatabaseMetrics } from './database-metrics.ts'
import { expiryMetrics, type ExpiryMetrics } from './expiry-metrics.ts'
import { freshnessMetrics, type FreshnessMetrics } from './freshness-metrics.ts'
import { importMetrics, type ImportMetrics } from './import-metrics.ts'
import { jobMetrics, type JobMetrics } from './job-metrics.ts'
import { notificationMetrics, type NotificationMetrics } from './notification-metrics.ts'
import { quotaMetrics, type QuotaMetrics } from './quota-metrics.ts'
import { requestMetrics, type RequestMetrics } from './request-metrics.ts'
import { serviceMetrics, type Build, type ServiceMetrics } from './service-metrics.ts'
import { upstreamMetrics, type UpstreamMetrics } from './upstream-metrics.ts'
import { vaultMetrics, type VaultMetrics } from './vault-metrics.ts'

/** What the parts of the service report, each by a method of its own; none of them throws. */
export interface Metrics
  extends
    AlarmMetrics,
    CallMetrics,
    DatabaseMetrics,
    ExpiryMetrics,
    FreshnessMetrics,
    ImportMetrics,
    JobMetrics,
    NotificationMetrics,
    QuotaMetrics,
    RequestMetrics,
    ServiceMetrics,
    UpstreamMetrics,
    VaultMetrics {
  readonly contentType: string
  /** Returns all metrics in Prometheus' text format. What asks the database or Vault takes two seconds at most. */
  text(): Promise<string>
}

/** Each server has a registry of its own, so that two in one process don't mix. */
export function createMetrics(build: Build): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    ...alarmMetrics(registry),
    ...callMetrics(registry),
    ...databaseMetrics(registry),
    ...expiryMetrics(registry),
    ...freshnessMetrics(registry),
    ...importMetrics(registry),
    ...jobMetrics(registry),
    ...notificationMetrics(registry),
    ...quotaMetrics(registry),
    ...requestMetrics(registry),
    ...serviceMetrics(registry, build),
    ...upstreamMetrics(registry),
    ...vaultMetrics(registry),
  }
}
