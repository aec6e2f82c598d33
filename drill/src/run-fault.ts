import { setTimeout as delay } from 'node:timers/promises'
import type { Fault, Outcome } from './faults/fault.ts'
import { checkDatabase } from './load/check-database.ts'
import type { Ledger } from './load/ledger.ts'
import { openShop } from './load/shop.ts'
import { startLoad, type Load } from './load/start-load.ts'
import type { Finding } from './report/finding.ts'
import { judge } from './report/judge.ts'
import type { World } from './world/start-world.ts'

const clients = 16
const shopCount = 10
/** Acknowledged orders before something goes wrong. */
const warmOrders = 40
const warmTimeoutMs = 60_000
/** This long without a failure is a recovery, in milliseconds. */
const calmMs = 2000
const recoveryTimeoutMs = 60_000

/** Runs a fault under load, waits until the service has recovered, and checks what was told and what is stored. */
export async function runFault(fault: Fault, world: World): Promise<Finding> {
  const shops = Array.from({ length: shopCount }, () => openShop(world.upstream))
  console.error(`${fault.name}: ${fault.description}`)
  const load = startLoad({ address: world.address, shops, clients })
  try {
    await warmUp(load)
    await fault.run(world, load)
    const secondsToRecover = await recovery(load.ledger)
    const met = await fault.check?.(world)
    await load.stop()
    const stored = { ...(await checkDatabase(world.urls().superuser, load.ledger)), secondsToRecover }
    const finding = judge(fault, load.ledger, met === undefined ? stored : both(stored, met))
    if (finding.faults.length > 0) console.error(errorsOf(world).join('\n'))
    return finding
  } finally {
    await load.stop()
  }
}

function both(one: Outcome, other: Outcome): Outcome {
  const [ones, others] = [one.secondsToRecover, other.secondsToRecover]
  return {
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    wrong: [...one.wrong, ...other.wrong],
    secondsToRecover: ones === null || others === null ? null : Math.max(ones, others),
  }
}

/** Returns the last errors that the processes logged. */
function errorsOf({ services, worker }: World): readonly string[] {
  return [...services, ...(worker === null ? [] : [worker])].flatMap((service) => service.errors().slice(-5))
}

async function warmUp({ ledger }: Load): Promise<void> {
  const until = performance.now() + warmTimeoutMs
  while (ledger.acknowledged.size < warmOrders) {
    if (performance.now() > until) throw new Error(`The load didn’t get going: ${JSON.stringify([...ledger.codes])}`)
    await delay(50)
  }
}

/**
 * Waits until nothing has failed for a while and an order has been fetched. Returns the seconds from now to the last
 * failure; null when failures don't end.
 */
async function recovery(ledger: Ledger): Promise<number | null> {
  const healedAt = performance.now()
  while (performance.now() - healedAt < recoveryTimeoutMs) {
    const now = performance.now()
    const calmSince = Math.max(healedAt, ledger.lastFailureAt)
    if (now - calmSince >= calmMs && ledger.lastImportAt > calmSince) return Math.max(0, calmSince - healedAt) / 1000
    await delay(50)
  }
  return null
}
