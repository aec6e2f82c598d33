/** Where the OpenAPI documents are, by path. A module of its own, because the production bundle has other files. */
export const documents: Readonly<Record<string, string>> = {
  '/docs/rest.json': import.meta.resolve('@orderport/sdk/openapi/rest.json'),
  '/docs/trpc.json': import.meta.resolve('@orderport/sdk/openapi/trpc.json'),
}
