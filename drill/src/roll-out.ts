import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { migrate } from '@orderport/db'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from './faults/fault.ts'
import type { Finding } from './report/finding.ts'
import { runFault } from './run-fault.ts'
import { query } from './world/database.ts'
import { releaseIn, type Release } from './world/service.ts'
import { startWorld, type World } from './world/start-world.ts'

export interface RollOutOptions {
  readonly release: Release
  /** A checkout of the release before; null: this code plays both. */
  readonly oldFolder: string | null
}

/**
 * What a next release's migration may do while the release before it runs. Where this code plays both releases, it
 * stands for the difference between them.
 */
const nextSchema = `
  BEGIN;
  SET LOCAL lock_timeout = '500ms';
  ALTER TABLE orders ADD COLUMN next_release text;
  CREATE TABLE next_release (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant_id text NOT NULL);
  INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES (gen_random_uuid()::text, repeat('0', 64), '99990101000000_next_release', now(), 1);
  COMMIT;`

/**
 * Rolls the new release out and the old one back, under load: the old processes on the old schema, then the new schema
 * under them, then each process replaced in turn, and all of it back on the new schema. No request may fail.
 */
export async function runRollOut({ release, oldFolder }: RollOutOptions): Promise<readonly Finding[]> {
  const old = oldFolder === null ? { ...release, name: 'this code as the old release' } : releaseIn(oldFolder, 'old')
  await using world = await startWorld({
    release: old,
    // A busy machine is no failure of a roll-out.
    environment: { UPSTREAM_TIMEOUT_MS: '18000' },
    ...(oldFolder === null ? {} : { applyMigrations: (ownerUrl: string) => migrateWith(oldFolder, ownerUrl) }),
  })
  const rollOut: Fault = {
    name: 'roll-out',
    description: `the new schema under ${old.name}, then ${release.name} in place of each process`,
    shows: 'nothing',
    async run() {
      const { owner } = world.urls()
      if (oldFolder === null) await applyNextSchema(owner)
      else await migrate({ adminUrl: owner })
      await replaceAll(world, release)
    },
  }
  const rollBack: Fault = {
    name: 'roll-back',
    description: `${old.name} in place of each process, on the new schema`,
    shows: 'nothing',
    run: () => replaceAll(world, old),
  }
  const findings = [await runFault(rollOut, world), await runFault(rollBack, world)]
  return findings
}

/** Tries again while others hold the table, as `migrate` does. */
async function applyNextSchema(ownerUrl: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await query(ownerUrl, nextSchema)
      return
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === lockNotAvailable
      if (!isBusy || attempt >= 50) throw error
      await delay(100)
    }
  }
}

const lockNotAvailable = '55P03'

/** Replaces the processes one after the other, each once the one before is ready. */
async function replaceAll({ services, balancer }: World, release: Release): Promise<void> {
  for (const service of services) {
    const code = await service.replace(release)
    if (code !== 0) throw new Error(`A process ended with ${String(code)} when it was told to stop.`)
    await balancer.includes(service.port)
  }
}

async function migrateWith(folder: string, ownerUrl: string): Promise<void> {
  const { PATH } = process.env
  const child = spawn(process.execPath, [join(folder, 'apps/server/src/cli.ts'), 'migrate'], {
    env: { PATH, DATABASE_ADMIN_URL: ownerUrl },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code]: unknown[] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The old release’s migrate ended with ${String(code)}.`)
}
