import { setTimeout as delay } from 'node:timers/promises'
import { startOrderport, type ProgramDeps } from '../contenders/contenders.ts'
import type { StartResult } from '../report/result.ts'

const readyTimeoutMs = 30_000

/** Starts Orderport several times, and measures from the start of its process until it is ready. */
export async function measureStart(deps: ProgramDeps, times: number): Promise<StartResult> {
  const readyMs: number[] = []
  const listeningMs: number[] = []
  let log: readonly string[] = []
  for (let time = 0; time < times; time += 1) {
    const started = performance.now()
    await using program = await startOrderport(deps)
    listeningMs.push(program.listeningAfterMs)
    while ((await fetch(`${program.address}/readyz`)).status !== 200) {
      if (performance.now() - started > readyTimeoutMs) throw new Error('Orderport isn’t ready after 30 seconds.')
      await delay(5)
    }
    readyMs.push(performance.now() - started)
    log = program.log().trim().split('\n')
  }
  return { readyMs, listeningMs, log: [...log] }
}
