import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isolatedEnvironment } from './child-environment.mjs'
import { fingerprint, isStamped, stamped, workspacePackages } from './fingerprint.mjs'
import { privateFolder, root } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { runTool } from './run-tool.mjs'

/** Generated code was deleted by hand if one of these files is missing. */
const generatedClients = ['packages/db/src/generated/client.ts', 'bench/src/generated/client.ts'].map((file) =>
  join(root, file),
)

/** The SDK generator's output is committed; only `npm run generate` and CI generate it again. */
const uncommitted = ['--filter=!@orderport/sdk-generator']

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
function stampOf(toolchain) {
  const files = [
    ...workspacePackages().map((folder) => join(folder, 'package.json')),
    ...['prisma/schema.prisma', 'prisma.config.ts', 'turbo.json', 'pnpm-lock.yaml'].map((file) => join(root, file)),
    ...['bench/prisma/schema.prisma', 'bench/prisma.config.ts'].map((file) => join(root, file)),
  ]
  return { stampFile: join(privateFolder, 'generated'), expected: fingerprint({ files, texts: [toolchain.id] }) }
}

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
export function isCodeGenerated(toolchain) {
  const { stampFile, expected } = stampOf(toolchain)
  return isStamped(stampFile, expected) && generatedClients.every((file) => existsSync(file))
}

/**
 * Runs the `generate` of every package whose output isn't committed. Must be called under the setup lock.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export async function generateCode(toolchain) {
  await stamped(stampOf(toolchain), () => runGenerate(toolchain, uncommitted))
}

/**
 * Runs the `generate` of the packages that turbo's filters select.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {readonly string[]} filters
 */
export async function runGenerate(toolchain, filters) {
  await withProgress('Generating code', () =>
    runTool({
      name: 'generate',
      doing: 'generating code',
      file: toolchain.node,
      // Loose: our settings keep the tasks' tools out of the home folder.
      args: [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'generate', '--env-mode=loose', ...filters],
      cwd: root,
      env: isolatedEnvironment(toolchain),
    }),
  )
}
