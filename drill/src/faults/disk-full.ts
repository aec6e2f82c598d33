import { execFile } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { mkdtemp, rm, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Fault } from './fault.ts'

const run = promisify(execFile)
const megabytes = 400

/** A disk of its own for PostgreSQL. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string
}

/** Mounts a small disk in memory. Returns why not, where this process may not mount. */
export async function mountSmallDisk(): Promise<SmallDisk | { readonly reason: string }> {
  const path = await mkdtemp(join(tmpdir(), 'orderport-drill-disk-'))
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', path])
  } catch (error) {
    await rmdir(path)
    const words = error instanceof Error ? error.message.trim().split('\n').at(-1) : null
    return { reason: `it needs a small disk of its own, and nothing may be mounted here (${words ?? 'no mount'})` }
  }
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      await run('umount', [path])
      await rmdir(path)
    },
  }
}

/** The disk under PostgreSQL gets full, and is emptied after some seconds. */
export function diskFull({ path }: SmallDisk): Fault {
  return {
    name: 'disk full',
    description: `under Postgres, data and log, for 8 s; when Postgres gives up it is started again`,
    shows: 'failures',
    async run({ postgres }) {
      const filler = join(path, 'filler')
      fill(filler)
      await delay(8000)
      await rm(filler)
      await postgres.start()
    },
  }
}

/** Writes until nothing fits any more. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w')
  const block = Buffer.alloc(1 << 16)
  try {
    for (;;) writeSync(descriptor, block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(descriptor)
  }
}
