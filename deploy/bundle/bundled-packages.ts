import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Licensed } from '../supply-chain/licences.ts'

/** A package of others whose code is in the bundle. */
export interface BundledPackage extends Licensed {
  readonly folder: string
}

/** Before npm had licence expressions, a package listed the licences that its users may choose from. */
const licenceSchema = z.union([
  z.string(),
  z.array(z.object({ type: z.string() })).transform((choices) => `(${choices.map(({ type }) => type).join(' OR ')})`),
])
const manifestSchema = z.object({ name: z.string(), version: z.string(), license: licenceSchema })

/**
 * Returns the packages in `node_modules` that the modules are part of, by name and version. Throws for a package that
 * doesn't say its licence, and if there are none.
 *
 * @param modules Absolute paths; modules that the bundler made start with a NUL
 */
export async function listPackages(modules: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(modules.map((module) => packageFolder(module)).filter((folder) => folder !== null))
  const packages = await Promise.all([...folders].map((folder) => readPackage(folder)))
  if (packages.length === 0) throw new Error('A bundle without any package of others is no bundle of the service.')
  return packages.toSorted((one, other) => key(one).localeCompare(key(other)))
}

/** Returns the folder of the package that a module is part of, or null for a module of ours. */
function packageFolder(module: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module.replace(/^\0/, ''))?.[0] ?? null
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const parsed = manifestSchema.safeParse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  if (!parsed.success) throw new Error(`${folder} doesn't say its name, version and licence.`)
  return { ...parsed.data, folder }
}

function key({ name, version }: BundledPackage): string {
  return `${name}@${version}`
}
