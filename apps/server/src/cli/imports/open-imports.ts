import { createCaller, toDomainError, type Caller } from '@orderport/api'
import { noTracer, type Identity, type TenantId } from '@orderport/domain'
import { loadConfig } from '../../config/config.ts'

type Procedures = ReturnType<typeof createCaller>['imports']

/** The imports of one tenant. Each call throws a DomainError. */
export type TenantImports = <Result>(call: (imports: Procedures) => Promise<Result>) => Promise<Result>

export interface OpenedImports extends AsyncDisposable {
  of(tenantId: TenantId): TenantImports
}

/** Opens the tenants' imports, as the service's own role and with its settings: the owner's rows are not seen by it. */
export type OpenImports = () => Promise<OpenedImports>

const operator: Identity = {
  actor: 'operator',
  method: 'operator',
  tenants: 'any',
  scopes: ['orders:read', 'orders:import'],
}

function callerFor(tenantId: TenantId): () => Promise<Caller> {
  return () => Promise.resolve({ identity: operator, tenantId })
}

interface OpenerDeps {
  readonly now: () => Date
  /** Identifies this run in the audit. */
  readonly runId: string
}

/** Returns what opens the imports: the procedures that callers over HTTP use, called as an operator. */
export function importsOpener(
  environment: Readonly<Record<string, string | undefined>>,
  { now, runId }: OpenerDeps,
): OpenImports {
  return async () => {
    const config = loadConfig(environment)
    const [{ compose }, { createLog }, { createMetrics }] = await Promise.all([
      import('../../compose.ts'),
      import('../../log.ts'),
      import('../../metrics/metrics.ts'),
    ])
    const composition = await compose(
      { ...config, databasePoolSize: 2, readReplica: null, tokens: null },
      {
        log: createLog('silent'),
        metrics: createMetrics({ version: '', commit: null }),
        tracer: noTracer,
        now,
        random: Math.random,
        stopping: new AbortController().signal,
      },
    )
    const { services } = composition
    return {
      of: (tenantId) => async (call) => {
        try {
          return await call(createCaller({ services, requestId: runId, caller: callerFor(tenantId) }).imports)
        } catch (error) {
          throw toDomainError(error)
        }
      },
      [Symbol.asyncDispose]: () => composition.close(),
    }
  }
}
