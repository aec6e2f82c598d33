import { copyFileSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { toolEnvironment } from './child-environment.mjs'
import { fingerprint } from './fingerprint.mjs'
import { logFolder, privateFolder, root } from './paths.mjs'
import { isRecentNode } from './platform.mjs'
import { withProgress } from './progress.mjs'
import { failure, runTool } from './run-tool.mjs'

const manifests = join(root, 'scripts/toolchain')
const toolchains = join(privateFolder, 'toolchain')

/** npm itself would wait more than a minute for a registry that doesn't answer. */
const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']

/**
 * @typedef {object} Toolchain
 * @property {string} id changes with the version of Node.js or pnpm
 * @property {string} bin the folder with `node` and `pnpm`
 * @property {string} node
 * @property {string} pnpm
 */

/**
 * Returns the toolchain that this checkout needs on this machine, installed or not.
 *
 * @param {import('./platform.mjs').Platform} platform
 * @returns {Toolchain}
 */
export function wantedToolchain(platform) {
  const node = isRecentNode(platform.node) ? `${process.execPath} ${platform.node}` : 'of our own'
  const files = ['node', 'pnpm'].map((part) => join(manifests, part, 'package-lock.json'))
  const id = fingerprint({ files, texts: [platform.os, platform.cpu, node] })
  const bin = join(toolchains, id, 'bin')
  return { id, bin, node: join(bin, 'node'), pnpm: join(bin, 'pnpm') }
}

/**
 * Returns true if the toolchain is installed. Its folder is renamed to its id last, so a folder of that name is
 * complete.
 *
 * @param {Toolchain} toolchain
 */
export function isInstalled(toolchain) {
  return existsSync(toolchain.node) && existsSync(toolchain.pnpm)
}

/**
 * Installs the toolchain and removes others. Must be called under the setup lock.
 *
 * @param {Toolchain} toolchain
 * @param {import('./platform.mjs').Platform} platform
 */
export async function installToolchain(toolchain, platform) {
  rmSync(toolchains, { recursive: true, force: true })
  const unfinished = join(toolchains, 'unfinished')
  mkdirSync(join(unfinished, 'bin'), { recursive: true })
  if (isRecentNode(platform.node)) {
    symlinkSync(process.execPath, join(unfinished, 'bin/node'))
  } else {
    await withProgress('Installing a newer Node.js into .orderport', () =>
      install(unfinished, { part: 'node', names: nodePackages(platform), program: 'bin/node' }),
    )
  }
  await withProgress('Installing pnpm into .orderport', () =>
    install(unfinished, { part: 'pnpm', names: [`@pnpm/exe.${platform.os}-${platform.cpu}`], program: 'pnpm' }),
  )
  renameSync(unfinished, join(toolchains, toolchain.id))
}

/**
 * Removes what is not needed to run the bundle: all but the program `node`. The next `npm run setup` installs it again.
 *
 * @param {Toolchain} toolchain
 */
export function removeBuildTools({ bin, node, pnpm }) {
  rmSync(pnpm, { force: true })
  rmSync(join(bin, '../pnpm'), { recursive: true, force: true })
  const folder = dirname(dirname(realpathSync(node)))
  // A Node.js that the machine has is left alone.
  if (!folder.startsWith(`${realpathSync(toolchains)}${sep}`)) return
  for (const part of ['include', 'share']) rmSync(join(folder, part), { recursive: true, force: true })
}

/** @param {import('./platform.mjs').Platform} platform */
function nodePackages({ os, cpu }) {
  return ['node', 'node-bin'].map((name) => `${name}-${os}-${cpu}`)
}

/**
 * @typedef {object} Part
 * @property {'node' | 'pnpm'} part
 * @property {readonly string[]} names the packages that may hold it on this platform
 * @property {string} program its path within the package
 */

/**
 * @param {string} folder
 * @param {Part} wanted
 */
async function install(folder, { part, names, program }) {
  const cwd = join(folder, part)
  mkdirSync(cwd)
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(manifests, part, file), join(cwd, file))
  const doing = `installing ${part}`
  const args = [
    'ci',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=http',
    ...patience,
  ]
  await runTool({ name: `toolchain-${part}`, doing, file: 'npm', args, cwd, env: toolEnvironment({ bin: null }) })
  // npm ignores an optional package that it could not fetch.
  const name = names.find((candidate) => existsSync(join(cwd, 'node_modules', candidate, program)))
  if (name === undefined) {
    const log = join(logFolder, `toolchain-${part}.log`)
    throw failure({ doing, log, detail: `npm did not fetch ${names.join(' or ')}` })
  }
  symlinkSync(join('..', part, 'node_modules', name, program), join(folder, 'bin', part))
}
