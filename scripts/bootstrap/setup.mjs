import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { areDependenciesInstalled, installDependencies } from './dependencies.mjs'
import { diskFault, Fault } from './fault.mjs'
import { generateCode, isCodeGenerated } from './generated-code.mjs'
import { privateFolder, root } from './paths.mjs'
import { checkPlatform, thisPlatform } from './platform.mjs'
import { bundleFolder, bundleForProduction, isBundled } from './production.mjs'
import { withSetupLock } from './setup-lock.mjs'
import { installToolchain, isInstalled, wantedToolchain } from './toolchain.mjs'

/**
 * Installs what is missing. Takes a few milliseconds when nothing is.
 *
 * @returns {Promise<import('./toolchain.mjs').Toolchain>}
 */
export async function setUp() {
  const platform = thisPlatform()
  checkPlatform(platform)
  const toolchain = wantedToolchain(platform)
  if (isComplete(toolchain)) return toolchain
  checkWritable()
  const file = join(privateFolder, 'setup.lock')
  return await withSetupLock({ file, onWait: tellWaiting }, async () => {
    if (!isInstalled(toolchain)) await installToolchain(toolchain, platform)
    if (!areDependenciesInstalled(toolchain)) await installDependencies(toolchain, platform)
    if (!isCodeGenerated(toolchain)) await generateCode(toolchain)
    return toolchain
  })
}

/**
 * Makes the production bundle, and leaves nothing but it and Node.js in the checkout.
 *
 * @returns {Promise<import('./toolchain.mjs').Toolchain>}
 */
export async function setUpForProduction() {
  const platform = thisPlatform()
  checkPlatform(platform)
  const toolchain = wantedToolchain(platform)
  if (existsSync(toolchain.node) && isBundled(toolchain)) return toolchain
  checkWritable()
  const file = join(privateFolder, 'setup.lock')
  return await withSetupLock({ file, onWait: tellWaiting }, async () => {
    if (!isInstalled(toolchain)) await installToolchain(toolchain, platform)
    await bundleForProduction(toolchain)
    return toolchain
  })
}

/**
 * Returns what to run the service and the operators' commands with: the sources of a checkout that is set up, or the
 * bundle of one that is set up for production. Throws a Fault if it is neither. Writes nothing.
 *
 * @returns {{ node: string; service: string; commands: string }}
 */
export function requireService() {
  const toolchain = wantedToolchain(thisPlatform())
  if (isComplete(toolchain)) {
    const folder = join(root, 'apps/server/src')
    return { node: toolchain.node, service: join(folder, 'main.ts'), commands: join(folder, 'cli.ts') }
  }
  if (!existsSync(toolchain.node) || !isBundled(toolchain)) throw notSetUp()
  return {
    node: toolchain.node,
    service: join(bundleFolder, 'serve.js'),
    commands: join(bundleFolder, 'cli.js'),
  }
}

/**
 * Returns the toolchain of a checkout that is set up. Throws a Fault if anything is missing. Writes nothing.
 *
 * @returns {import('./toolchain.mjs').Toolchain}
 */
export function requireSetUp() {
  const toolchain = requireToolchain()
  if (isComplete(toolchain)) return toolchain
  throw notSetUp()
}

/**
 * Returns the toolchain, whatever the state of the dependencies. Throws a Fault if it isn't installed. Writes nothing.
 *
 * @returns {import('./toolchain.mjs').Toolchain}
 */
export function requireToolchain() {
  const toolchain = wantedToolchain(thisPlatform())
  if (isInstalled(toolchain)) return toolchain
  throw notSetUp()
}

function notSetUp() {
  return new Fault('this checkout is not set up, or has changed since; run `npm run setup` first.')
}

/** @param {import('./toolchain.mjs').Toolchain} toolchain */
function isComplete(toolchain) {
  return isInstalled(toolchain) && areDependenciesInstalled(toolchain) && isCodeGenerated(toolchain)
}

/** @param {{ pid: number }} holder */
function tellWaiting({ pid }) {
  console.error(`Another setup of this checkout is running (process ${pid}); waiting for it …`)
}

function checkWritable() {
  try {
    accessSync(root, constants.W_OK)
    mkdirSync(privateFolder, { recursive: true })
    accessSync(privateFolder, constants.W_OK)
  } catch (error) {
    throw diskFault(error, root) ?? error
  }
}
