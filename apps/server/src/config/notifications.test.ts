import { expect, it } from 'vitest'
import { faultsOf, least } from '../../test/harness/config-faults.ts'
import { loadConfig } from './config.ts'

const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders'
const withQueue = { ...least, AMAZON_NOTIFICATIONS_QUEUE_URL: queueUrl }

it('without a queue there are no notifications', () => {
  expect(loadConfig(least).notifications).toBeNull()
})

it.each([
  [queueUrl, 'eu-west-1'],
  ['https://vpce-1-2.sqs.us-east-1.vpce.amazonaws.com/1/q', 'us-east-1'],
  ['https://sqs.us-gov-west-1.amazonaws.com/1/q', 'us-gov-west-1'],
])('the region of %s is told by it', (url, region) => {
  expect(loadConfig({ ...least, AMAZON_NOTIFICATIONS_QUEUE_URL: url }).notifications).toEqual({
    queueUrl: url,
    region,
    endpoint: null,
  })
})

it('a region that is set counts, and must be set where the URL tells none', () => {
  expect(loadConfig({ ...withQueue, AMAZON_NOTIFICATIONS_REGION: 'eu-west-3' }).notifications?.region).toBe('eu-west-3')
  const standIn = {
    ...least,
    AMAZON_NOTIFICATIONS_QUEUE_URL: 'http://127.0.0.1:9/queue',
    AMAZON_NOTIFICATIONS_ENDPOINT: 'http://127.0.0.1:9/',
  }
  expect(faultsOf(standIn)).toEqual([
    'AMAZON_NOTIFICATIONS_REGION: must be set where AMAZON_NOTIFICATIONS_QUEUE_URL does not tell it',
  ])
  expect(faultsOf({ ...standIn, AMAZON_NOTIFICATIONS_REGION: 'Europe' })).toEqual([
    'AMAZON_NOTIFICATIONS_REGION: must be an AWS region, such as eu-west-1',
  ])
  const set = { ...standIn, AMAZON_NOTIFICATIONS_REGION: 'eu-west-1' }
  expect(loadConfig(set).notifications).toMatchObject({ endpoint: 'http://127.0.0.1:9' })
  expect(faultsOf({ ...set, NODE_ENV: 'production' }).map((line) => line.split(':')[0])).toEqual([
    'AMAZON_NOTIFICATIONS_ENDPOINT',
    'AMAZON_NOTIFICATIONS_QUEUE_URL',
  ])
})

it('plain http leaves loopback for nobody', () => {
  const faults = faultsOf({ ...withQueue, AMAZON_NOTIFICATIONS_ENDPOINT: 'http://sqs.example.org' })
  expect(faults.map((line) => line.split(':')[0])).toEqual(['AMAZON_NOTIFICATIONS_ENDPOINT'])
})
