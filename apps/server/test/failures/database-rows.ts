import type { FailureRow } from './failure-row.ts'

const unavailable = { expected: [503, 'DATABASE_UNAVAILABLE'], retryAfter: 2 } as const

/** Every way in which PostgreSQL can be unavailable when an import begins. */
export const databaseRows: readonly FailureRow[] = [
  {
    ...unavailable,
    name: 'Postgres: connections cut, new ones refused',
    inject: ({ proxy }) => {
      proxy.refuse()
      proxy.cut()
    },
    heal: ({ proxy }) => proxy.resume(),
  },
  {
    ...unavailable,
    name: 'Postgres: frozen',
    isSlow: true,
    inject: ({ proxy }) => proxy.freeze(),
    heal: ({ proxy }) => proxy.resume(),
  },
]
