import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Licensed } from './licences.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../..')

const componentSchema = z.looseObject({ 'bom-ref': z.string(), purl: z.string(), licenses: z.unknown().optional() })
const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).default([]) })),
})
type Sbom = z.infer<typeof sbomSchema>

export interface SbomOptions {
  /** The package of the workspace whose dependencies are listed. */
  readonly workspacePackage: string
  readonly type: 'application' | 'library'
  /** What is in it: pnpm also lists peers, and what a bundler leaves out. */
  readonly packages: readonly Licensed[]
}

/**
 * Returns a software bill of materials in CycloneDX's JSON: the packages, as the lockfile has them, with their licences
 * and checksums. Throws for a package that the lockfile doesn't have among the dependencies.
 */
export async function createSbom({ workspacePackage, type, packages }: SbomOptions): Promise<Sbom> {
  const format = ['--sbom-format=cyclonedx', '--sbom-spec-version=1.6', `--sbom-type=${type}`]
  const args = ['sbom', ...format, '--prod', `--filter=${workspacePackage}`]
  const { stdout } = await run('pnpm', args, { cwd: root, maxBuffer: 64 * 1024 * 1024, timeout: 60_000 })
  const everything = sbomSchema.parse(JSON.parse(stdout))

  const licences = new Map(packages.map((part) => [purlOf(part), part.license]))
  const components = everything.components
    .filter(({ purl }) => licences.has(purl))
    .map((component) =>
      component.licenses === undefined
        ? Object.assign(component, { licenses: [{ license: { name: licences.get(component.purl) } }] })
        : component,
    )
  const listed = new Set(components.map(({ purl }) => purl))
  const missing = [...licences.keys()].filter((purl) => !listed.has(purl))
  if (missing.length > 0) throw new Error(`Not among the dependencies of ${workspacePackage}: ${missing.join(', ')}.`)
  return { ...everything, components, dependencies: between(everything, components) }
}

/** Returns the dependencies between the components that are left. */
function between({ metadata, dependencies }: Sbom, components: Sbom['components']): Sbom['dependencies'] {
  const refs = new Set([metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])])
  return dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }))
}

/** The package's URL, as CycloneDX has it: `pkg:npm/%40trpc/server@11.25.2`. */
function purlOf({ name, version }: Licensed): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`
}
