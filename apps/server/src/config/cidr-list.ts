import { BlockList, isIP, SocketAddress } from 'node:net'
import { z } from 'zod'

/** Networks given in CIDR notation. */
export interface CidrList {
  /** Returns whether the address (IPv4, IPv6, or IPv4 mapped into IPv6) is in one of the networks. */
  includes(address: string | undefined): boolean
  /**
   * Whether the networks are too wide to mean trust: one of them wider than /8 (IPv4) or /16 (IPv6), or all of one
   * family together wider than four of those.
   */
  readonly open: boolean
}

/** Parses a comma-separated list such as `10.0.0.0/8, ::1/128`; an address without a prefix means itself alone. */
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
  /** The length of its prefix, in bits. */
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

/** The widest networks to trust, and how many of them at most. All private networks together are smaller than three. */
const widest = { ipv4: 8, ipv6: 16 }
const mostOfWidest = 4

function isOpenTogether(networks: readonly Network[]): boolean {
  const plain = networks.map(asIpv4)
  return (['ipv4', 'ipv6'] as const).some((family) => {
    const ofFamily = plain.filter((network) => network.family === family)
    return breadth(ofFamily) > mostOfWidest
  })
}

/** Returns the networks' size in units of the widest network to trust, counting each address once. */
function breadth(networks: readonly Network[]): number {
  const counted = new BlockList()
  let sum = 0
  // Two networks are disjoint or nested. Taken widest first, each is either wholly new or wholly counted.
  for (const { address, length, family } of networks.toSorted((one, other) => one.length - other.length)) {
    if (counted.check(address, family)) continue
    counted.addSubnet(address, length, family)
    sum += 2 ** (widest[family] - length)
  }
  return sum
}

/** Returns a network of IPv4 mapped into IPv6 as the IPv4 network it is, and every other network unchanged. */
function asIpv4(network: Network): Network {
  const { address } = new SocketAddress({ address: network.address, family: network.family })
  const mapped = network.family === 'ipv6' && network.length >= 96 && address.startsWith('::ffff:')
  return mapped ? { address: address.slice(7), length: network.length - 96, family: 'ipv4' } : network
}

/** IPv4 is mapped into ::ffff:0:0/96, so an IPv6 network that overlaps it is limited as IPv4 is: /104 there is a /8. */
function isOpen({ address, length, family }: Network): boolean {
  if (length < widest[family]) return true
  if (family === 'ipv4') return false
  const plain = new SocketAddress({ address, family }).address
  return length < 104 && (plain.startsWith('::ffff:') || includesIpv4(plain, length))
}

function includesIpv4(address: string, length: number): boolean {
  const network = new BlockList()
  network.addSubnet(address, length, 'ipv6')
  return network.check('::ffff:192.0.2.1', 'ipv6')
}
