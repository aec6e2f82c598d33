import { defineConfig } from 'vitest/config'

const packages = ['packages/*', 'apps/*', 'scripts']
const testDatabaseUrl = process.env['TEST_DATABASE_URL']

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
        },
      },
      {
        test: {
          name: 'integration',
          include: packages.map((dir) => `${dir}/**/*.int.test.ts`),
          exclude: ['**/node_modules/**'],
          globalSetup: 'packages/embedded-postgres/src/vitest-global-setup.ts',
          ...(testDatabaseUrl === undefined ? {} : { provide: { testDatabaseUrl } }),
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // What would see other tests running beside it: after all of them, one file at a time.
        test: {
          name: 'alone',
          include: packages.map((dir) => `${dir}/**/*.alone.test.ts`),
          exclude: ['**/node_modules/**'],
          sequence: { groupOrder: 2 },
          fileParallelism: false,
          globalSetup: 'packages/embedded-postgres/src/vitest-global-setup.ts',
          ...(testDatabaseUrl === undefined ? {} : { provide: { testDatabaseUrl } }),
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'consumers',
          sequence: { groupOrder: 1 },
          include: ['**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**'],
          globalSetup: ['packages/embedded-postgres/src/vitest-global-setup.ts', 'apps/e2e/src/testing/packed-sdk.ts'],
          ...(testDatabaseUrl === undefined ? {} : { provide: { testDatabaseUrl } }),
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
