import type { FailureRow } from './failure-row.ts'

const away = { status: 503, code: 'DATABASE_UNAVAILABLE', retryAfter: 2 } as const

/** Every way in which Postgres can be away when an import begins. */
export const databaseRows: readonly FailureRow[] = [
  {
    ...away,
    name: 'Postgres: connections cut, new ones refused',
    strike: ({ proxy }) => {
      proxy.refuse()
      proxy.cut()
    },
    heal: ({ proxy }) => proxy.resume(),
  },
  {
    ...away,
    name: 'Postgres: frozen',
    strike: ({ proxy }) => proxy.freeze(),
    heal: ({ proxy }) => proxy.resume(),
  },
]
