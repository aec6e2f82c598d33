import { expect, it } from 'vitest'
import { cidrListSchema } from './cidr-list.ts'

/** Returns `count` adjacent /8 networks, starting at 0.0.0.0/8. */
function slashEights(count: number): string {
  return Array.from({ length: count }, (_, index) => `${index}.0.0.0/8`).join()
}

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
])('%s includes %s: %s', (networks, address, included) => {
  expect(cidrListSchema.parse(networks).includes(address)).toBe(included)
})

it.each([
  ['0.0.0.0/0', true],
  ['0.0.0.0/1, 128.0.0.0/1', true],
  ['10.0.0.0/8, 96.0.0.0/7', true],
  ['::/0', true],
  ['8000::/1', true],
  ['fc00::/15', true],
  ['::ffff:0:0/96', true],
  ['::ffff:10.0.0.0/103', true],
  ['::/64', true],
  ['10.0.0.0/8', false],
  ['::ffff:10.0.0.0/104', false],
  ['fd00::/16', false],
  ['2001:db8::/32', false],
  ['127.0.0.0/8,::1/128', false],
  [
    '127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,169.254.0.0/16,::1/128,fd00::/16,fe80::/16',
    false,
  ],
])('%s is open to the world: %s', (networks, open) => {
  expect(cidrListSchema.parse(networks).open).toBe(open)
})

it.each([
  ['four /8', slashEights(4), false],
  ['five /8', slashEights(5), true],
  ['all 256 /8', slashEights(256), true],
  ['four /8 and an address more', `${slashEights(4)},192.0.2.1`, true],
  ['four /8, with parts of them again', `${slashEights(4)},3.1.2.3,3.0.0.0/8,::ffff:2.0.0.0/104`, false],
  ['four /8 and more, mapped into IPv6', `${slashEights(4)},::ffff:192.0.2.0/120`, true],
  ['four /8 and four /16 of IPv6', `${slashEights(4)},fd00::/16,fd01::/16,fd02::/16,fd03::/16`, false],
  ['four /16 of IPv6 and a /48', 'fd00::/16,fd01::/16,fd02::/16,fd03::/16,fd04::/48', true],
])('%s: open to the world or not, counted together', (_name, networks, open) => {
  expect(cidrListSchema.parse(networks).open).toBe(open)
})

it.each(['', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0/8', 'localhost', '::1/129', '10.0.0.0/8,,'])(
  'refuses %j',
  (networks) => {
    expect(cidrListSchema.safeParse(networks).success).toBe(false)
  },
)
