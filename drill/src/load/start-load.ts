import { setTimeout as delay } from 'node:timers/promises'
import { askByAgent, askByFetch, type Answer, type Ask, type Question } from './ask.ts'
import { countUp, createLedger, type Acknowledged, type Ledger } from './ledger.ts'
import { isRefusal, readAnswer, type Step } from './read-answer.ts'
import type { Shop } from './shop.ts'

export interface LoadOptions {
  readonly address: string
  readonly shops: readonly Shop[]
  readonly clients: number
}

/** Clients that import and read orders until they are stopped. Half use `fetch`, half an agent of `node:http`. */
export interface Load {
  readonly ledger: Ledger
  /** A shop whose orders are imported too, from now on. */
  addShop(shop: Shop): void
  /** Lets the last answers come. */
  stop(): Promise<void>
}

/** Between an answer and the client's next request, in milliseconds. */
const pauseMs = 40
const steps: readonly Step[] = ['import', 'read', 'search', 'import-again', 'trpc']

export function startLoad({ address, shops: firstShops, clients }: LoadOptions): Load {
  const ledger = createLedger()
  const shops = [...firstShops]
  let nextShop = 0
  const stopping = new AbortController()
  const running = Array.from({ length: clients }, (_, index) =>
    run(index % 2 === 0 ? askByFetch(address) : askByAgent(address), index),
  )

  async function run(ask: Ask, index: number): Promise<void> {
    // Not all at once.
    await delay((index * pauseMs) / clients)
    const own: Acknowledged[] = []
    /** An import that failed is tried again, as an agent does. */
    let pending: { readonly tenantId: string; readonly reference: string } | null = null
    for (let count = index; !stopping.signal.aborted; count += 1) {
      const step = own.length === 0 ? 'import' : (steps[count % steps.length] ?? 'import')
      if (step === 'import') {
        const order = (pending ??= newOrder())
        const orderId = await take(ask, step, order)
        if (orderId !== null) {
          own.push({ ...order, orderId })
          pending = null
        }
      } else {
        const order = own[step === 'read' ? own.length - 1 : (count * 7) % own.length]
        if (order !== undefined) await take(ask, step, order)
      }
      await delay(pauseMs)
    }
  }

  function newOrder() {
    const shop = shops[(nextShop += 1) % shops.length]
    if (shop === undefined) throw new Error('There is no shop.')
    return { tenantId: shop.tenantId, reference: shop.receiveOrder() }
  }

  /** Takes one step, and returns the order's id; null when the request failed. */
  async function take(ask: Ask, step: Step, order: { tenantId: string; reference: string }): Promise<string | null> {
    ledger.requests += 1
    const known = ledger.acknowledged.get(order.reference)
    const askedAt = performance.now()
    let answer: Answer
    try {
      answer = await ask(questionOf(step, order))
    } catch (error) {
      countUp(ledger.broken, causeOf(error))
      return fail()
    } finally {
      ledger.slowestMs = Math.max(ledger.slowestMs, performance.now() - askedAt)
    }
    const read = readAnswer(step, answer, order.reference)
    if (isRefusal(read)) {
      countUp(ledger.codes, read.code)
      return fail()
    }
    if ('absent' in read && known !== undefined) {
      // Whether it is lost, or the answer wrong, the database tells in the end.
      ledger.missed.add(order.reference)
      return null
    }
    if ('absent' in read || 'untrue' in read) {
      ledger.wrong.push(`${step} of ${order.reference}: ${'untrue' in read ? read.untrue : 'said not to exist'}`)
      return fail()
    }
    if (step === 'import') ledger.lastImportAt = performance.now()
    if (known === undefined) ledger.acknowledged.set(order.reference, { ...order, orderId: read.orderId })
    else if (known.orderId !== read.orderId) ledger.missed.add(order.reference)
    return read.orderId
  }

  function fail(): null {
    ledger.failed += 1
    ledger.lastFailureAt = performance.now()
    return null
  }

  return {
    ledger,
    addShop: (shop) => void shops.push(shop),
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}

function questionOf(step: Step, { tenantId, reference }: { tenantId: string; reference: string }): Question {
  switch (step) {
    case 'import':
    case 'import-again':
      return { method: 'POST', path: '/api/v1/orders/import-one', tenantId, body: { orderRef: reference } }
    case 'read':
      return { method: 'GET', path: `/api/v1/orders/${reference}`, tenantId }
    case 'search':
      return { method: 'GET', path: `/api/v1/orders?q=${reference}`, tenantId }
    case 'trpc': {
      const input = encodeURIComponent(JSON.stringify({ orderId: reference }))
      return { method: 'GET', path: `/trpc/orders.get?input=${input}`, tenantId }
    }
  }
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return 'code' in cause ? String(cause.code) : cause.name
}
