import { delimiter, join } from 'node:path'
import { privateFolder } from './paths.mjs'

/**
 * Returns the environment for the tools of setup, tests and Studio. What they would write to the home folder goes below
 * `.orderport`, and they send no telemetry. HOME itself stays, because npm reads there which registry to use.
 *
 * @param {{ bin: string | null }} toolchain the folder with `node` and `pnpm`, once there is one
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment({ bin }) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {
    ...process.env,
    PATH: bin === null ? process.env['PATH'] : `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    npm_config_cache: join(privateFolder, 'npm-cache'),
    XDG_CACHE_HOME: join(privateFolder, 'home/cache'),
    XDG_STATE_HOME: join(privateFolder, 'home/state'),
    XDG_DATA_HOME: join(privateFolder, 'home/data'),
    // The lockfile was checked when it was made. Checking it again would download every package's metadata: 120 MB.
    pnpm_config_trust_lockfile: 'true',
    // We know that the dependencies are installed; a script that pnpm runs must not install them again.
    pnpm_config_verify_deps_before_run: 'false',
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    // Every Prisma command looks for this program; none of the commands that we use needs it.
    PRISMA_SCHEMA_ENGINE_BINARY: '/usr/bin/false',
  }
  // npm takes its registry from here too; pnpm only knows the second name.
  const registry = process.env['npm_config_registry'] ?? process.env['NPM_CONFIG_REGISTRY']
  if (registry !== undefined) environment['pnpm_config_registry'] ??= registry
  // With NODE_ENV=production in the shell, pnpm would leave out the development dependencies.
  delete environment['NODE_ENV']
  return environment
}

/**
 * Returns the same for tools that don't read npm's configuration: their own configuration goes below `.orderport` too.
 *
 * @param {{ bin: string | null }} toolchain
 * @returns {NodeJS.ProcessEnv}
 */
export function isolatedEnvironment(toolchain) {
  return { ...toolEnvironment(toolchain), XDG_CONFIG_HOME: join(privateFolder, 'home/config') }
}
