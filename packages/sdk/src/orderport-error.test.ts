import { describe, expect, it } from 'vitest'
import { OrderportError } from './orderport-error.ts'
import { failure } from './testing/fake-service.ts'
import { expectFailure, openClient } from './testing/open-client.ts'

const noAnswer = 'Le service des commandes ne répond pas. Réessayez dans quelques instants.'

describe('the sentence for a support agent', () => {
  it('is there when the service was not reached', async () => {
    const { orders } = openClient(() => Promise.reject(new TypeError('fetch failed')), { maxRetries: 0 })
    expect(await expectFailure(orders.list())).toMatchObject({ code: 'NETWORK', sentence: noAnswer })
  })

  it('is there when the call took too long', async () => {
    const { orders } = openClient(() => new Promise<Response>(() => {}), { timeoutMs: 1 })
    expect(await expectFailure(orders.list())).toMatchObject({
      code: 'TIMEOUT',
      sentence: "Le service des commandes n'a pas répondu à temps. Réessayez dans quelques instants.",
    })
  })

  it('is there when a proxy answered in the service’s place', async () => {
    const { orders } = openClient(() => new Response('<html>', { status: 502 }), { maxRetries: 0 })
    expect(await expectFailure(orders.list())).toMatchObject({ code: 'UNREADABLE_ANSWER', sentence: noAnswer })
  })

  it('is there when the SDK refused to send the call', async () => {
    const { orders, requests } = openClient(() => new Response(''))
    const error = await expectFailure(orders.list({}, { tenantId: '' }))
    expect(error).toMatchObject({ code: 'INVALID_REQUEST', sentence: 'La requête est mal formée.' })
    expect(requests).toEqual([])
  })

  it('is there when no token could be got', async () => {
    const { orders } = openClient(() => new Response(''), { token: () => Promise.reject(new Error('logged out')) })
    const error = await expectFailure(orders.list())
    expect(error).toMatchObject({ code: 'AUTH_REQUIRED', sentence: 'Identification requise.' })
  })

  it('is null when the program aborted its own call', async () => {
    const { orders } = openClient(() => new Response(''))
    const error = await expectFailure(orders.list({}, { signal: AbortSignal.abort() }))
    expect(error).toMatchObject({ code: 'ABORTED', sentence: null })
  })

  it('is the service’s own where it gave one, and null where it gave none', async () => {
    const answered = openClient((request) =>
      failure(request, { code: 'INVALID_REQUEST', status: 400, retryable: false }),
    )
    const error = await expectFailure(answered.orders.list())
    expect(error.sentence).toBe('Échec : INVALID_REQUEST.')
    expect(new OrderportError({ code: 'RATE_LIMITED', message: 'The quota is used up.' }).sentence).toBeNull()
  })

  it('has the word “introuvable” for no failure of the SDK’s own: panels read it as “no such order”', () => {
    const codes = ['NETWORK', 'TIMEOUT', 'ABORTED', 'UNREADABLE_ANSWER', 'AUTH_REQUIRED', 'INVALID_REQUEST'] as const
    const sentences = codes.map((code) => new OrderportError({ code, message: '' }).sentence)
    expect(sentences.filter((sentence) => sentence !== null)).toHaveLength(5)
    expect(sentences.join(' ')).not.toContain('introuvable')
  })
})
