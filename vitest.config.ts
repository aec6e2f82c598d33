import { defineConfig } from 'vitest/config'

const packages = ['packages/*', 'apps/*']

export default defineConfig({
  test: {
    passWithNoTests: false,
    retry: 0,
    projects: [
      {
        test: {
          name: 'unit',
          include: packages.map((dir) => `${dir}/**/*.test.ts`),
          exclude: ['**/*.int.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          name: 'integration',
          include: packages.map((dir) => `${dir}/**/*.int.test.ts`),
          exclude: ['**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
