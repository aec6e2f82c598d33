import { startOrderport, type ProgramDeps } from '../contenders/contenders.ts'
import type { Batch } from '../load/call.ts'
import type { LoadProcess } from '../load/load-process.ts'
import type { MemoryResult } from '../report/result.ts'
import { residentMegabytes } from './process-usage.ts'
import type { SampledOrder } from './sampled-orders.ts'
import { batchesOf } from './work.ts'

export interface MemoryDeps extends ProgramDeps {
  readonly loads: LoadProcess
  readonly orders: readonly SampledOrder[]
}

const connections = 16

/** Measures what a newly started Orderport holds in memory after so many requests, and after so many more. */
export async function measureMemory(deps: MemoryDeps, requests: number): Promise<MemoryResult> {
  await using program = await startOrderport(deps)
  const batches = mixed(deps.orders)
  const megabytes = () => residentMegabytes(program.pid)
  const send = async () => {
    const load = {
      style: 'rest',
      address: program.address,
      batches,
      connections,
      seconds: 0,
      amount: requests,
    } as const
    const { failed } = await deps.loads.send(load)
    if (failed > 0) throw new Error(`${failed} of ${requests} requests failed.`)
    return megabytes()
  }
  return { requests, startMegabytes: megabytes(), firstMegabytes: await send(), secondMegabytes: await send() }
}

/** What a desk asks for: of twenty requests a list, a search and an import; the others are for single orders. */
function mixed(orders: readonly SampledOrder[]): readonly Batch[] {
  const others = (['list', 'search-reference', 'import-stored'] as const).map((work) => batchesOf(work, orders))
  return batchesOf('detail', orders).map((detail, index) => others[index % 20]?.[index] ?? detail)
}
