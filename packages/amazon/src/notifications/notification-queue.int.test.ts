import { type SimulatedQueue, startSimulatedQueue } from '@orderport/amazon-simulator'
import { describe, expect, it } from 'vitest'
import { expectFailure } from '../testing/expect-failure.ts'
import { newSecretBody, orderChangeBody } from './testing/bodies.ts'
import type { UnusableMessage } from './notification.ts'
import { createNotificationQueue } from './notification-queue.ts'

const never = new AbortController().signal

async function openQueue() {
  const amazons: SimulatedQueue = await startSimulatedQueue()
  const unusable: UnusableMessage[] = []
  const queue = createNotificationQueue({
    queueUrl: amazons.queueUrl,
    region: 'eu-west-1',
    endpoint: amazons.endpoint,
    credentials: { accessKeyId: 'key-of-tests', secretAccessKey: 'secret-of-tests' },
    onUnusable: (message) => unusable.push(message),
  })
  return {
    amazons,
    unusable,
    queue,
    async [Symbol.asyncDispose]() {
      queue.close()
      await amazons.close()
    },
  }
}

describe('a notification queue', () => {
  it('gives the changes of orders, and keeps each until it is handled', async () => {
    await using fixture = await openQueue()
    const { amazons, queue } = fixture
    amazons.send(orderChangeBody())
    const [change] = await queue.receive(never)
    expect(change).toMatchObject({
      kind: 'order-change',
      notificationId: 'n-1',
      sellerId: 'A1SELLER',
      externalOrderId: '404-1111111-2222222',
      changedAt: '2026-02-07T08:00:00.000Z',
      receiveCount: 1,
    })
    expect(amazons.counts).toEqual({ visible: 0, inFlight: 1, deleted: 0 })
    amazons.reappear()
    const [again] = await queue.receive(never)
    expect(again).toMatchObject({ notificationId: 'n-1', receiveCount: 2 })
    await again?.ack()
    expect(amazons.counts).toEqual({ visible: 0, inFlight: 0, deleted: 1 })
  })

  it('waits for a message that comes later', async () => {
    await using fixture = await openQueue()
    const receiving = fixture.queue.receive(never)
    fixture.amazons.send(orderChangeBody())
    expect(await receiving).toHaveLength(1)
  })

  it('returns nothing when the wait is ended', async () => {
    await using fixture = await openQueue()
    const controller = new AbortController()
    const receiving = fixture.queue.receive(controller.signal)
    controller.abort()
    expect(await receiving).toEqual([])
    expect(await fixture.queue.receive(controller.signal)).toEqual([])
  })

  it('shows a copy of what was handled to nobody, and takes it away', async () => {
    await using fixture = await openQueue()
    const { amazons, queue } = fixture
    amazons.send(orderChangeBody())
    for (const change of await queue.receive(never)) await change.ack()
    amazons.send(orderChangeBody(), 3)
    amazons.send(orderChangeBody({ notificationId: 'n-2' }))
    amazons.reverseOrder()
    const received = await queue.receive(never)
    expect(received.map(({ notificationId }) => notificationId)).toEqual(['n-2'])
    expect(amazons.counts).toEqual({ visible: 0, inFlight: 1, deleted: 4 })
  })

  it.each([
    ['no JSON', 'hello', null, 'unreadable'],
    ['JSON nested too deeply', '['.repeat(1000), null, 'unreadable'],
    ['an order change without an order', orderChangeBody({ orderId: '' }), 'ORDER_CHANGE', 'unreadable'],
    ['another type', { ...orderChangeBody(), NotificationType: 'PRICING_HEALTH' }, 'PRICING_HEALTH', 'unknown-type'],
  ])(
    'reports %s, leaves it to others, and deletes it when it has come five times',
    async (_title, body, type, reason) => {
      await using fixture = await openQueue()
      const { amazons, queue, unusable } = fixture
      amazons.send(body)
      for (let times = 0; times < 5; times += 1) {
        expect(amazons.counts.deleted).toBe(0)
        expect(await queue.receive(never)).toEqual([])
        amazons.reappear()
      }
      expect(amazons.counts).toEqual({ visible: 0, inFlight: 0, deleted: 1 })
      const reported = [1, 2, 3, 4, 5].map((receiveCount) => {
        return { notificationType: type, reason, receiveCount, isDropped: receiveCount === 5 }
      })
      expect(unusable).toMatchObject(reported)
    },
  )

  it('gives a new secret of our application without showing it', async () => {
    await using fixture = await openQueue()
    fixture.amazons.send(newSecretBody('a-new-secret'))
    const [message] = await fixture.queue.receive(never)
    if (message?.kind !== 'new-secret') throw new Error('no new secret')
    expect(message.clientSecret()).toBe('a-new-secret')
    expect(JSON.stringify(message)).not.toContain('a-new-secret')
    expect(message).toMatchObject({
      clientId: 'amzn1.application-oa2-client.1',
      expiresAt: '2026-08-07T10:00:00.000Z',
      oldExpiresAt: '2026-02-14T10:00:00.000Z',
    })
  })

  it.each([
    [403, 'com.amazon.coral.service#AccessDeniedException', 'UPSTREAM_FORBIDDEN'],
    [400, 'com.amazonaws.sqs#QueueDoesNotExist', 'UPSTREAM_ERROR'],
  ])('that answers %i %s fails with %s', async (status, type, code) => {
    await using fixture = await openQueue()
    fixture.amazons.fail(status, type, 10)
    expect((await expectFailure(fixture.queue.receive(never))).code).toBe(code)
  })
})
