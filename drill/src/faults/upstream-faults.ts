import { setTimeout as delay } from 'node:timers/promises'
import { openShop } from '../load/shop.ts'
import type { Fault } from './fault.ts'

export const vaultSealed: Fault = {
  name: 'Vault sealed',
  description: 'for 5 s, with orders of shops whose credentials no process has read',
  shows: 'failures',
  async run({ upstream }, load) {
    upstream.vault.seal()
    for (let count = 0; count < 5; count += 1) load.addShop(openShop(upstream))
    await delay(5000)
    while (!load.ledger.codes.has('CREDENTIALS_UNAVAILABLE')) await delay(50)
    upstream.vault.unseal()
  },
}

export const amazonSlow: Fault = {
  name: 'Amazon slow',
  description: 'every answer about an order takes 15 s, for 8 s; an import has 4 s',
  shows: 'failures',
  async run({ upstream }) {
    const { faults } = upstream.amazon
    faults.push({ operation: 'getOrder', fault: { kind: 'delay', ms: 15_000 }, times: Number.MAX_SAFE_INTEGER })
    await delay(8000)
    faults.clear()
  },
}
