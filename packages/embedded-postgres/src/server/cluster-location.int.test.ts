import { chmod, cp, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findBinaries, type PostgresBinaries } from './binaries.ts'
import { startPostgres } from './start-postgres.ts'
import { runStatements } from '../test-databases/superuser-connection.ts'
import { startSupervisor } from '../testing/supervisor.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'

const durable = false
const ourselves = process.getuid?.()
const asRoot = ourselves === 0
/** The uid of `daemon`, on Linux and macOS alike: initdb wants a user with a name. */
const someone = 1

/** A checkout that every user can enter, with binaries of its own. */
let checkout: Awaited<ReturnType<typeof temporaryFolder>>
let binaries: PostgresBinaries

beforeAll(async () => {
  checkout = await temporaryFolder()
  const installed = findBinaries(process)
  binaries = { ...installed, directory: join(checkout.path, 'native') }
  await cp(installed.directory, binaries.directory, { recursive: true, verbatimSymlinks: true })
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await chmod(checkout.path, 0o755)
  await chmod(join(binaries.directory, 'share', 'postgresql', 'postgres.bki'), 0o644)
})

afterAll(() => checkout[Symbol.asyncDispose]())

describe('PostgreSQL as an ordinary user', () => {
  it('runs in the requested directory, as that user', async () => {
    await using place = await temporaryFolder()
    const uid = asRoot ? someone : (ourselves ?? 0)
    // That user may be unable to enter root's checkout, but could enter its own.
    await chmod(place.path, 0o777)
    const directory = join(place.path, 'new', 'pg')
    const options = asRoot ? { directory, uid, binaries } : { directory, binaries }
    await using supervisor = await startSupervisor(options)
    expect(supervisor.server.uid).toBe(uid)
    expect(await runStatements(supervisor.server.url, ['SELECT 1 AS alive'])).toEqual([{ alive: 1 }])
    expect((await stat(join(directory, 'data'))).uid).toBe(uid)
  })
})

// Only root can do this; the test above covers an ordinary user.
describe.runIf(asRoot)('PostgreSQL as root', () => {
  it('runs as nobody, in the requested directory', async () => {
    await using place = await temporaryFolder()
    const dataDirectory = join(place.path, 'pg')
    await using server = await startPostgres({ dataDirectory, durable })
    expect(server.dataDirectory).toBe(dataDirectory)
    expect((await stat(join(dataDirectory, 'data'))).uid).toBe(65_534)
    expect((await stat(join(dataDirectory, 'superuser-password'))).mode & 0o777).toBe(0o600)
  })

  it('runs as the owner of existing data, who can go on using it', async () => {
    await using place = await temporaryFolder()
    await chmod(place.path, 0o777)
    const directory = join(place.path, 'pg')
    const asUser = { directory, uid: someone, binaries }
    await (await startSupervisor(asUser))[Symbol.asyncDispose]()
    const server = await startPostgres({ dataDirectory: directory, durable })
    await runStatements(server.superuserUrl(), ['CREATE TABLE kept AS SELECT 42 AS answer'])
    await server.stop()
    await using supervisor = await startSupervisor(asUser)
    expect(await runStatements(supervisor.server.url, ['SELECT answer FROM kept'])).toEqual([{ answer: 42 }])
  })

  it('moves programs and data out of a home that only root may enter, once, and logs it', async () => {
    await using temporary = await temporaryFolder()
    vi.stubEnv('TMPDIR', temporary.path)
    // As in root's home, with a checkout made under a strict umask.
    await chmod(checkout.path, 0o700)
    await chmod(join(binaries.directory, 'share', 'postgresql', 'postgres.bki'), 0o600)
    const dataDirectory = join(checkout.path, 'pg')
    const lines: string[] = []
    const options = { dataDirectory, durable, binaries, log: (line: string) => lines.push(line) }
    const first = await startPostgres(options)
    expect(first.dataDirectory).toMatch(new RegExp(`^${temporary.path}/orderport-postgres-0/data-[0-9a-f]{16}$`))
    expect(lines.filter((line) => line.includes(`can't reach ${checkout.path}`))).toHaveLength(2)
    await runStatements(first.superuserUrl(), ['CREATE TABLE kept AS SELECT 42 AS answer'])
    await first.stop()
    await using second = await startPostgres(options)
    expect(second.dataDirectory).toBe(first.dataDirectory)
    expect(await runStatements(second.superuserUrl(), ['SELECT answer FROM kept'])).toEqual([{ answer: 42 }])
    expect(await readdir(join(temporary.path, 'orderport-postgres-0'))).toHaveLength(2)
    expect(await readdir(checkout.path)).toEqual(['native'])
  })

  it('refuses a directory that somebody else prepared in its place', async () => {
    await using temporary = await temporaryFolder()
    await using home = await temporaryFolder()
    vi.stubEnv('TMPDIR', temporary.path)
    const trap = join(temporary.path, 'orderport-postgres-0')
    await mkdir(trap)
    await chmod(trap, 0o777)
    await chmod(home.path, 0o700)
    await expect(startPostgres({ dataDirectory: join(home.path, 'pg'), durable })).rejects.toThrow(
      `${trap} was made by somebody else or is open to changes by others: remove it.`,
    )
  })

  it('says what to do when no directory can be entered by another user', async () => {
    await using home = await temporaryFolder()
    await chmod(home.path, 0o700)
    await expect(startSupervisor({ directory: join(home.path, 'pg'), uid: someone })).rejects.toThrow(
      `${join(home.path, 'pg')} can't be used by this user. If root made it, remove it as root.`,
    )
  })
})
