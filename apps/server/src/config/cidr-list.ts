import { BlockList, isIP, SocketAddress } from 'node:net'
import { z } from 'zod'

/** Networks by their CIDR notation. */
export interface CidrList {
  /** True if the address (IPv4, IPv6, or IPv4 mapped into IPv6) is in one of the networks. */
  includes(address: string | undefined): boolean
  /**
   * True if the networks are so wide that being in them says little: one of IPv4 below /8 or of IPv6 below /16, or all
   * together more than four such.
   */
  readonly open: boolean
}

/** A comma-separated list such as `10.0.0.0/8, ::1/128`; an address alone means itself. */
export const cidrListSchema = z.string().transform((text, context): CidrList => {
  const list = new BlockList()
  const networks = text.split(',').map((part) => parseNetwork(part.trim()))
  if (!networks.every((network) => network !== null)) {
    context.addIssue({ code: 'custom', message: 'must be networks such as 10.0.0.0/8, separated by commas' })
    return z.NEVER
  }
  for (const { address, length, family } of networks) list.addSubnet(address, length, family)
  return {
    open: networks.some(isOpen) || isOpenTogether(networks),
    includes(address) {
      if (address === undefined) return false
      const plain = address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
      const version = isIP(plain)
      return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
    },
  }
})

interface Network {
  readonly address: string
  /** Of its prefix, in bits. */
  readonly length: number
  readonly family: 'ipv4' | 'ipv6'
}

function parseNetwork(entry: string): Network | null {
  const [address = '', prefix, ...rest] = entry.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return null
  const bits = version === 4 ? 32 : 128
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return null
  const length = prefix === undefined ? bits : Number(prefix)
  if (length > bits) return null
  return { address, length, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** The widest networks that say something, and how many of them one may be in: all private ones are less than three. */
const widest = { ipv4: 8, ipv6: 16 }
const mostOfWidest = 4

function isOpenTogether(networks: readonly Network[]): boolean {
  const plain = networks.map(asIpv4)
  return (['ipv4', 'ipv6'] as const).some((family) => {
    const ofFamily = plain.filter((network) => network.family === family)
    return breadth(ofFamily) > mostOfWidest
  })
}

/** How many networks of the widest kind these are as wide as, each address counted once. */
function breadth(networks: readonly Network[]): number {
  const counted = new BlockList()
  let sum = 0
  // Two networks are apart or one holds the other: the wider ones first, each is new as a whole or not at all.
  for (const { address, length, family } of networks.toSorted((one, other) => one.length - other.length)) {
    if (counted.check(address, family)) continue
    counted.addSubnet(address, length, family)
    sum += 2 ** (widest[family] - length)
  }
  return sum
}

/** Networks of IPv4 mapped into IPv6 as what they are; every other network as it is. */
function asIpv4(network: Network): Network {
  const { address } = new SocketAddress({ address: network.address, family: network.family })
  const mapped = network.family === 'ipv6' && network.length >= 96 && address.startsWith('::ffff:')
  return mapped ? { address: address.slice(7), length: network.length - 96, family: 'ipv4' } : network
}

/** IPv6 has all of IPv4 in ::ffff:0:0/96: a network that holds those addresses is as wide as it is there. */
function isOpen({ address, length, family }: Network): boolean {
  if (length < widest[family]) return true
  if (family === 'ipv4') return false
  const plain = new SocketAddress({ address, family }).address
  return length < 104 && (plain.startsWith('::ffff:') || holdsIpv4(plain, length))
}

function holdsIpv4(address: string, length: number): boolean {
  const network = new BlockList()
  network.addSubnet(address, length, 'ipv6')
  return network.check('::ffff:192.0.2.1', 'ipv6')
}
