import { readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isolatedEnvironment } from './child-environment.mjs'
import { configuredDatabase } from './database-url.mjs'
import { Fault } from './fault.mjs'
import { root, testReport } from './paths.mjs'
import { runInForeground } from './run-in-foreground.mjs'
import { requireService, requireSetUp, requireToolchain, setUp, setUpForProduction } from './setup.mjs'
import { runningLocalProfile, studioVariables } from './studio.mjs'

/** @type {Readonly<Record<string, (args: readonly string[]) => Promise<number>>>} */
const commands = {
  async setup(args) {
    const { node } = args.includes('--production') ? await setUpForProduction() : await setUp()
    console.error(`Set up. The commands run on ${node}.`)
    return 0
  },

  async test(args) {
    const toolchain = await setUp()
    rmSync(testReport, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${testReport}`]
    return await runInForeground({
      file: toolchain.node,
      args: [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...args],
      env: isolatedEnvironment(toolchain),
    })
  },

  async start(args) {
    const { node } = await setUp()
    console.error('Starting PostgreSQL, Amazon, Vault and the service …')
    const program = [entry('local/src/main.ts'), ...args]
    return await runInForeground({ file: node, args: program, env: process.env, attached: true })
  },

  async migrate(args) {
    const { node, commands } = requireService()
    const migrate = [commands, 'migrate', ...args]
    const code = await runInForeground({ file: node, args: migrate, env: process.env })
    // Wrong usage is 2 in the operators' commands. Deployments know this command's failures as 1, whatever the reason.
    return code === 2 ? 1 : code
  },

  async serve(args) {
    const { node, service } = requireService()
    // They hold the service's memory down: see docs/adr/0021-starting-and-staying-small.md.
    const flags = JSON.parse(readFileSync(entry('server/node-flags.json'), 'utf8'))
    const program = [...flags, service, ...args]
    return await runInForeground({ file: node, args: program, env: process.env })
  },

  async orderport(args) {
    const { node, commands } = requireService()
    const local = configuredDatabase(process.env) === null ? await runningLocalProfile() : null
    const own =
      local === null ? {} : { ...local.variables, DATABASE_ADMIN_URL: local.adminUrl, NODE_ENV: 'development' }
    return await runInForeground({ file: node, args: [commands, ...args], env: { ...process.env, ...own } })
  },

  async studio(args) {
    const { node } = requireSetUp()
    const env = { ...process.env, ...(await studioVariables(process.env)) }
    return await runInForeground({ file: node, args: [entry('studio/src/main.ts'), ...args], env, attached: true })
  },

  /** Generates everything, including what is committed. */
  async generate(args) {
    const toolchain = await setUp()
    const task = [join(root, 'node_modules/turbo/bin/turbo'), 'run', 'generate', '--force', '--env-mode=loose', ...args]
    return await runInForeground({ file: toolchain.node, args: task, env: isolatedEnvironment(toolchain) })
  },

  /** Builds the production bundle in dist/bundle. */
  async bundle(args) {
    const toolchain = await setUp()
    const program = [join(root, 'deploy/bundle/main.ts'), ...args]
    return await runInForeground({ file: toolchain.node, args: program, env: isolatedEnvironment(toolchain) })
  },

  /** Writes the bills of materials of what is published into dist/sbom. */
  async sbom() {
    const toolchain = await setUp()
    const program = [join(root, 'deploy/supply-chain/main.ts')]
    return await runInForeground({ file: toolchain.node, args: program, env: isolatedEnvironment(toolchain) })
  },

  async bench(args) {
    const { node } = await setUp()
    return await runInForeground({ file: node, args: [join(root, 'bench/src/main.ts'), ...args], env: process.env })
  },

  async drill(args) {
    const { node } = await setUp()
    return await runInForeground({ file: node, args: [join(root, 'drill/src/main.ts'), ...args], env: process.env })
  },

  /** Runs any tool of the workspace under the right Node.js, for checks and development. */
  async exec([file, ...args]) {
    // After a change to a package.json only pnpm can bring the lockfile, and so the checkout, up to date.
    const toolchain = file === 'pnpm' ? requireToolchain() : requireSetUp()
    if (file === undefined) throw new Fault('exec needs a command, such as `exec oxlint`.')
    const environment = isolatedEnvironment(toolchain)
    const env = { ...environment, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${environment['PATH'] ?? ''}` }
    return await runInForeground({ file, args, env })
  },
}

/**
 * Runs one of the commands above, which are those of package.json and `exec`. Prints a Fault in one line.
 *
 * @param {string | undefined} name
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function runCommand(name, args) {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) {
    console.error(`orderport: no such command; there are ${Object.keys(commands).join(', ')}.`)
    return 1
  }
  try {
    return await command(args)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    console.error(`orderport: ${error.message}`)
    return 1
  }
}

/** @param {string} path below apps/ */
function entry(path) {
  return join(root, 'apps', path)
}
