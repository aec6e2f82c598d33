import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Takes the place of the three modules that build-bundle.ts names: everything lies beside the bundle's code.

export const migrationsFolder = join(import.meta.dirname, 'migrations')

export const compiledCodeFolder = join(import.meta.dirname, '.cache')

export const documents: Readonly<Record<string, string>> = {
  '/docs/rest.json': besideThis('openapi/rest.json'),
  '/docs/trpc.json': besideThis('openapi/trpc.json'),
}

function besideThis(path: string): string {
  return pathToFileURL(join(import.meta.dirname, path)).href
}
