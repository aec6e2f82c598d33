import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const packages = ['packages/*', 'apps/*', 'bench', 'deploy', 'drill', 'scripts']
const testDatabaseUrl = process.env['TEST_DATABASE_URL']

/** Programs that tests start take half the time to start when Node keeps their compiled code. */
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/node')

/** Most tests wait, for a database, a process, or a deadline: two files for each processor keep it busy. */
const maxWorkers = Math.min(2 * availableParallelism(), 8)

const withDatabase = {
  globalSetup: 'packages/embedded-postgres/src/vitest-global-setup.ts',
  ...(testDatabaseUrl === undefined ? {} : { provide: { testDatabaseUrl } }),
}

export default defineConfig({
  test: {
    passWithNoTests: false,
    retry: 0,
    projects: [
      {
        test: {
          name: 'unit',
          include: packages.map((dir) => `${dir}/**/*.test.ts`),
          exclude: ['**/*.{int,alone,e2e}.test.ts', '**/node_modules/**'],
          maxWorkers,
          isolate: false,
          // Properties try hundreds of orders, and machines may be slow: this only ends a test that hangs.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: packages.map((dir) => `${dir}/**/*.int.test.ts`),
          exclude: ['**/node_modules/**'],
          ...withDatabase,
          maxWorkers,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'consumers',
          include: ['**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          ...withDatabase,
          globalSetup: [withDatabase.globalSetup, 'apps/e2e/src/testing/packed-sdk.ts'],
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // What would see other tests running beside it: after all of them, one file at a time.
        test: {
          name: 'alone',
          include: packages.map((dir) => `${dir}/**/*.alone.test.ts`),
          exclude: ['**/node_modules/**'],
          ...withDatabase,
          sequence: { groupOrder: 1 },
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
