import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { describe, expect, it } from 'vitest'

const supervisor = join(import.meta.dirname, '../testing/supervise.mjs')

interface Supervised {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}

/** Supervises a JavaScript program and waits until it prints its first line. */
async function supervise(program: string): Promise<Supervised & { first: unknown }> {
  const args = [supervisor, process.execPath, '--eval', program]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no output')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return { child, lines, first: (await lines.next()).value }
}

describe('a supervised program', () => {
  it('gives its exit code', async () => {
    const { child } = await supervise('console.log("here"); process.exitCode = 7')
    expect(await once(child, 'exit')).toEqual([7, null])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('gets %s and decides on the exit code', async (signal) => {
    const { child } = await supervise(
      `process.on('${signal}', () => process.exit(3)); setInterval(() => {}, 1000); console.log('ready')`,
    )
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([3, null])
  })

  it('that a signal ends counts as 128 and its number', async () => {
    const { child } = await supervise("setInterval(() => {}, 1000); console.log('ready')")
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([143, null])
  })

  it('notices that its supervisor was killed', async () => {
    const { child, lines } = await supervise(
      "process.on('disconnect', () => console.log('alone')); console.log('ready')",
    )
    child.kill('SIGKILL')
    expect(await lines.next()).toEqual({ done: false, value: 'alone' })
  })
})
