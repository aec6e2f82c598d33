import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { runProgram } from './run-program.ts'

const sdk = join(import.meta.dirname, '../../../../packages/sdk')

declare module 'vitest' {
  interface ProvidedContext {
    /** The path of the packed SDK, as it would be published. */
    readonly sdkTarball: string
  }
}

/** Packs the SDK once for the whole run: two builds at a time would disturb each other. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'orderport-sdk-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const tarball = join(folder, 'orderport-sdk.tgz')
  try {
    await runProgram({ file: 'pnpm', args: ['pack', '--out', tarball], cwd: sdk })
  } catch (error) {
    remove()
    throw error
  }
  project.provide('sdkTarball', tarball)
  return remove
}
