/** What every generated file says at its head. */
export const generatedBy =
  'Generated from the router of packages/api by `npm run generate`. Do not edit: change the router, generate, commit.'
