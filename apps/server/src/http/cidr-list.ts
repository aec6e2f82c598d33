import { BlockList, isIP } from 'node:net'
import { z } from 'zod'

/** Networks by their CIDR notation. */
export interface CidrList {
  /** True if the address (IPv4, IPv6, or IPv4 mapped into IPv6) is in one of the networks. */
  includes(address: string | undefined): boolean
}

/** A comma-separated list such as `10.0.0.0/8, ::1/128`; an address alone means itself. */
export const cidrListSchema = z.string().transform((text, context): CidrList => {
  const networks = new BlockList()
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (!addNetwork(networks, entry)) {
      context.addIssue({ code: 'custom', message: 'must be networks such as 10.0.0.0/8, separated by commas' })
      return z.NEVER
    }
  }
  return {
    includes(address) {
      if (address === undefined) return false
      const plain = address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
      const version = isIP(plain)
      return version !== 0 && networks.check(plain, version === 4 ? 'ipv4' : 'ipv6')
    },
  }
})

function addNetwork(networks: BlockList, entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  const bits = version === 4 ? 32 : 128
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return false
  const length = prefix === undefined ? bits : Number(prefix)
  if (length > bits) return false
  networks.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6')
  return true
}
