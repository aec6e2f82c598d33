import { describe, expect, it } from 'vitest'
import { parseNotification } from './parse-notification.ts'
import { newSecretBody, orderChangeBody, secretExpiryBody } from './testing/bodies.ts'

const read = (body: unknown) => parseNotification(JSON.stringify(body), 'message-1')

describe('a notification of a changed order', () => {
  it('is read whatever the case of its members’ first letters', () => {
    const camelCase = JSON.stringify(orderChangeBody()).replaceAll(/"([A-Z])(\w*)":/g, (_all, first: string, rest) => {
      return `"${first.toLowerCase()}${String(rest)}":`
    })
    expect(parseNotification(camelCase, 'message-1')).toEqual(read(orderChangeBody()))
  })

  it.each([
    ['the event', '2026-02-07T09:00:00.000Z', { OrderChangeTrigger: null }],
    ['the event', '2026-02-07T09:00:00.000Z', { OrderChangeTrigger: { TimeOfOrderChange: null } }],
    ['its publication', null, { OrderChangeTrigger: null }],
  ])('without a time of its change has that of %s', (_title, EventTime, change) => {
    const body = orderChangeBody()
    const { OrderChangeNotification } = body.Payload
    const changed = {
      ...body,
      EventTime,
      Payload: { OrderChangeNotification: { ...OrderChangeNotification, ...change } },
    }
    expect(read(changed)).toMatchObject({ notification: { changedAt: EventTime ?? '2026-02-07T08:00:00.000Z' } })
  })

  it('without an id of its own has the message’s', () => {
    const { NotificationMetadata: _left, ...body } = orderChangeBody()
    expect(read(body)).toMatchObject({ notification: { notificationId: 'message-1' } })
  })

  it('keeps nothing about the buyer', () => {
    expect(JSON.stringify(read(orderChangeBody()))).not.toContain('44000')
  })
})

describe('a notification about our application’s secret', () => {
  it('says when the secret ends', () => {
    expect(read(secretExpiryBody())).toMatchObject({
      notification: {
        kind: 'secret-expiry',
        clientId: 'amzn1.application-oa2-client.1',
        expiresAt: '2026-02-14T10:00:00.000Z',
      },
    })
  })

  it.each(['', 'two words', 'line\nbreak', 'x'.repeat(600)])('with the secret %j is unreadable', (secret) => {
    expect(read(newSecretBody(secret))).toMatchObject({ kind: 'unreadable' })
  })
})
