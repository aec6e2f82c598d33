import { expect, it } from 'vitest'
import { cidrListSchema } from './cidr-list.ts'

it.each([
  ['10.0.0.0/8', '10.255.0.1', true],
  ['10.0.0.0/8', '11.0.0.1', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['10.0.0.7', '10.0.0.7', true],
  ['10.0.0.7', '10.0.0.8', false],
  ['fd00::/8, 192.168.0.0/16', 'fd12::1', true],
  ['fd00::/8,192.168.0.0/16', '192.168.3.4', true],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['10.0.0.0/8', 'not an address', false],
  ['10.0.0.0/8', undefined, false],
])('%s and %s: %s', (networks, address, included) => {
  expect(cidrListSchema.parse(networks).includes(address)).toBe(included)
})

it.each(['', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0/8', 'localhost', '::1/129', '10.0.0.0/8,,'])(
  'refuses %j',
  (networks) => {
    expect(cidrListSchema.safeParse(networks).success).toBe(false)
  },
)
