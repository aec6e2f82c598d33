import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { withSetupLock } from './setup-lock.mjs'

function unexpectedWait(): void {
  throw new Error('nobody should hold the lock')
}

describe('the setup lock', () => {
  it('lets one setup work at a time, and says whom the others wait for', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'lock')
    const events: string[] = []
    const waiting = Promise.withResolvers<void>()
    const first = withSetupLock({ file, onWait: unexpectedWait }, async () => {
      events.push('first begins')
      await waiting.promise
      events.push('first ends')
    })
    const onWait = ({ pid }: { pid: number }): void => {
      events.push(pid === process.pid ? 'second waits for us' : `second waits for ${pid}`)
      waiting.resolve()
    }
    await withSetupLock({ file, pollMs: 5, onWait }, async () => void events.push('second begins'))
    await first
    expect(events).toEqual(['first begins', 'second waits for us', 'first ends', 'second begins'])
    expect(existsSync(file)).toBe(false)
  })

  it('is free again after work that failed', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'lock')
    const failing = withSetupLock({ file, onWait: unexpectedWait }, () => Promise.reject(new Error('no network')))
    await expect(failing).rejects.toThrow('no network')
    expect(await withSetupLock({ file, onWait: unexpectedWait }, async () => 'done')).toBe('done')
  })

  it('is taken over at once from a process that is gone', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'lock')
    const { pid } = spawnSync(process.execPath, ['--eval', ''])
    writeFileSync(file, JSON.stringify({ token: 'theirs', pid, host: hostname() }))
    expect(await withSetupLock({ file, onWait: unexpectedWait }, async () => 'done')).toBe('done')
  })

  it('is taken over from another machine that gives no sign of life', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'lock')
    writeFileSync(file, JSON.stringify({ token: 'theirs', pid: 1, host: 'another-container' }))
    const waits: string[] = []
    const onWait = ({ host }: { host: string }): void => void waits.push(host)
    expect(await withSetupLock({ file, pollMs: 5, staleMs: 20, onWait }, async () => 'done')).toBe('done')
    expect(waits).toEqual(['another-container'])
  })

  it('is held by one of many who find it abandoned together', async () => {
    using folder = temporaryFolder()
    const file = join(folder.path, 'lock')
    writeFileSync(file, 'not a holder')
    let inside = 0
    let most = 0
    const work = async (): Promise<void> => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((next) => setImmediate(next))
      inside -= 1
    }
    const setups = Array.from({ length: 8 }, () =>
      withSetupLock({ file, pollMs: 2, staleMs: 10, onWait: () => {} }, work),
    )
    await Promise.all(setups)
    expect(most).toBe(1)
  })
})
