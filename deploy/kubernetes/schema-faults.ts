import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { runProgram } from '../testing/run-program.ts'
import type { Resource } from './manifests.ts'

const deployFolder = join(import.meta.dirname, '..')
const compiler = join(deployFolder, '../node_modules/typescript/bin/tsc')

interface Validated {
  validate(): void
}
type Model = new (data: unknown) => Validated

/**
 * Returns what Kubernetes would refuse about the resources, a line for each fault: what their schemas say, and fields
 * that no schema knows. Throws for a kind that has no schema.
 */
export async function schemaFaults(resources: readonly Resource[]): Promise<readonly string[]> {
  const faults = await Promise.all(resources.map((resource) => faultIn(resource)))
  return [...faults.flat(), ...(await unknownFields(resources))]
}

async function faultIn(resource: Resource): Promise<readonly string[]> {
  const { apiVersion, kind, metadata } = resource
  const models: Record<string, unknown> = await import(/* @vite-ignore */ `kubernetes-models/${apiVersion}`)
  const model = models[kind]
  if (!isModel(model)) throw new Error(`There is no schema of ${apiVersion} ${kind}.`)
  try {
    new model(resource).validate()
    return []
  } catch (error) {
    return [`${kind} ${metadata.name}: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function isModel(value: unknown): value is Model {
  return typeof value === 'function' && 'apiVersion' in value && 'kind' in value
}

/** The schemas allow unknown fields; the types that are made of them don't, in an object literal. */
async function unknownFields(resources: readonly Resource[]): Promise<readonly string[]> {
  await using scratch = await temporaryFolder()
  const lines = resources.map(
    (resource, index) =>
      `import type { I${resource.kind} as T${index} } from 'kubernetes-models/${resource.apiVersion}'\n` +
      `export const r${index}: T${index} = ${JSON.stringify(resource)}\n`,
  )
  const file = join(scratch.path, 'resources.ts')
  await writeFile(file, lines.join(''))
  await symlink(join(deployFolder, 'node_modules'), join(scratch.path, 'node_modules'))
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'preserve',
    '--target',
    'es2024',
    '--types',
    '',
  ]
  const args = [compiler, ...options, '--pretty', 'false', '--ignoreConfig', file]
  const { code, stdout } = await runProgram({ file: process.execPath, args, cwd: scratch.path })
  if (code === 0) return []
  const faults = stdout.split('\n').filter((line) => line !== '')
  return faults.length > 0 ? faults : [`the compiler ended with ${String(code)}`]
}
