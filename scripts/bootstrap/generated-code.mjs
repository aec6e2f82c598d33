import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isolatedEnvironment } from './child-environment.mjs'
import { fingerprint, isStamped, stamped, workspacePackages } from './fingerprint.mjs'
import { privateFolder, root } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { runTool } from './run-tool.mjs'

/** The file whose absence shows that generated code was deleted by hand. */
const generatedClient = join(root, 'packages/db/src/generated/client.ts')

/** What the SDK's generator writes is committed; it is generated anew by `npm run generate` and by CI. */
const uncommitted = ['--filter=!@orderport/sdk-generator']

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
function stampOf(toolchain) {
  const files = [
    ...workspacePackages().map((folder) => join(folder, 'package.json')),
    ...['prisma/schema.prisma', 'prisma.config.ts', 'turbo.json', 'pnpm-lock.yaml'].map((file) => join(root, file)),
  ]
  return { stampFile: join(privateFolder, 'generated'), expected: fingerprint({ files, texts: [toolchain.id] }) }
}

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
export function isCodeGenerated(toolchain) {
  const { stampFile, expected } = stampOf(toolchain)
  return isStamped(stampFile, expected) && existsSync(generatedClient)
}

/**
 * Runs every package's `generate` whose result isn't committed. Call it under the setup lock.
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export async function generateCode(toolchain) {
  await stamped(stampOf(toolchain), () =>
    withProgress('Generating code', () =>
      runTool({
        name: 'generate',
        doing: 'generating code',
        file: toolchain.node,
        // Loose: the tasks' tools need our settings to keep out of the home folder.
        args: [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'generate', '--env-mode=loose', ...uncommitted],
        cwd: root,
        env: isolatedEnvironment(toolchain),
      }),
    ),
  )
}
