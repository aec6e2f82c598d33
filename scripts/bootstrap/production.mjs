import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isolatedEnvironment } from './child-environment.mjs'
import { runInstall } from './dependencies.mjs'
import { fingerprint, isStamped, stamped, workspacePackages } from './fingerprint.mjs'
import { runGenerate } from './generated-code.mjs'
import { privateFolder, root } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { runTool } from './run-tool.mjs'
import { removeBuildTools } from './toolchain.mjs'

/** What `npm run bundle` and production setup make. */
export const bundleFolder = join(root, 'dist/bundle')

/** The service's dependencies and the bundler's: no tests, no simulators, no embedded PostgreSQL. */
const needed = ['--filter-prod=@orderport/server...', '--filter=@orderport/deploy']

const sources = ['apps/server', 'packages', 'prisma', 'deploy/bundle', 'deploy/supply-chain']
/** What setup itself makes among them. */
const notSources = new Set(['node_modules', 'dist', 'generated', '.turbo'])

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
function stampOf(toolchain) {
  const folders = sources.map((folder) => join(root, folder))
  const files = [...folders.flatMap((folder) => filesBelow(folder)), join(root, 'pnpm-lock.yaml')]
  return { stampFile: join(privateFolder, 'production'), expected: fingerprint({ files, texts: [toolchain.id] }) }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notSources.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

/**
 * Returns true if the bundle was made of these sources by production setup.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export function isBundled(toolchain) {
  if (!existsSync(join(privateFolder, 'production')) || !existsSync(join(bundleFolder, 'serve.js'))) return false
  const { stampFile, expected } = stampOf(toolchain)
  return isStamped(stampFile, expected)
}

/**
 * Makes the bundle, and removes everything that only served to make it. What remains is the bundle and Node.js. Must be
 * called under the setup lock.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
export async function bundleForProduction(toolchain) {
  await stamped(stampOf(toolchain), async () => {
    removeDependencies()
    await withProgress('Installing what the bundle is made of', () => runInstall(toolchain, needed))
    await runGenerate(toolchain, ['--filter=@orderport/db'])
    await withProgress('Bundling', () =>
      runTool({
        name: 'bundle',
        doing: 'bundling',
        file: toolchain.node,
        args: [join(root, 'deploy/bundle/main.ts')],
        cwd: root,
        env: isolatedEnvironment(toolchain),
      }),
    )
    removeDependencies()
    for (const name of ['pnpm-store', 'npm-cache', 'home', 'generated']) remove(join(privateFolder, name))
    removeBuildTools(toolchain)
  })
}

function removeDependencies() {
  for (const folder of [root, ...workspacePackages()]) remove(join(folder, 'node_modules'))
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true })
}
