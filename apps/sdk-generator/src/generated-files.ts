import { appRouter, errorShapeSchema } from '@orderport/api'
import { errorReference } from './errors/error-reference.ts'
import { restDocument } from './openapi/rest-document.ts'
import { trpcDocument } from './openapi/trpc-document.ts'
import { readContract } from './read-contract.ts'
import { routerFile } from './typescript/router-file.ts'

/** Returns the text of every generated file, by its path in the repository. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const contract = readContract({ router: appRouter, failure: errorShapeSchema })
  return {
    'packages/sdk/src/generated/router.gen.ts': routerFile(contract),
    'packages/sdk/openapi/rest.json': restDocument(contract),
    'packages/sdk/openapi/trpc.json': trpcDocument(contract),
    'docs/errors.md': errorReference(contract),
  }
}
