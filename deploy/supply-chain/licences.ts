/** Licences that let us publish the code with its notice, and ask nothing of our users. By SPDX's identifiers. */
const allowed = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'])

/** A package, and what its `package.json` says about its licence. */
export interface Licensed {
  readonly name: string
  readonly version: string
  /** An identifier or an expression of SPDX, such as `(MIT OR CC0-1.0)`. */
  readonly license: string
}

/** Returns whether we may publish code under the licence. Of a choice, one allowed licence is enough. */
export function isAllowed(license: string): boolean {
  const inner = /^\(([^()]*)\)$/.exec(license)?.[1] ?? license
  return inner.split(' OR ').some((choice) => choice.split(' AND ').every((part) => allowed.has(part)))
}

/** Throws an error that names each package whose licence isn't allowed. */
export function checkLicences(packages: readonly Licensed[]): void {
  const refused = packages.filter(({ license }) => !isAllowed(license))
  if (refused.length === 0) return
  const names = refused.map(({ name, version, license }) => `${name} ${version} (${license})`)
  throw new Error(`Not among the allowed licences: ${names.join(', ')}.`)
}
