import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Licensed } from './licences.ts'

const packagesFolder = join(import.meta.dirname, '../../packages')

/** The packages of the workspace that are published to npm, by their folder. */
export const publishedPackages = ['sdk', 'amazon-simulator', 'vault-simulator'] as const

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/**
 * Returns what npm installs with a published package, as it is installed here. Throws if one of these needs packages
 * itself: then this has to follow them.
 */
export async function dependenciesOf(folder: (typeof publishedPackages)[number]): Promise<readonly Licensed[]> {
  const { dependencies } = await readManifest(join(packagesFolder, folder))
  return await Promise.all(
    Object.keys(dependencies).map(async (dependency) => {
      const installed = await readManifest(join(packagesFolder, folder, 'node_modules', dependency))
      const { name, version, license, dependencies: further } = installed
      if (Object.keys(further).length > 0) throw new Error(`${dependency} has dependencies of its own.`)
      return { name, version, license }
    }),
  )
}

async function readManifest(folder: string): Promise<z.infer<typeof manifestSchema>> {
  return manifestSchema.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
}
