import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { localTenants } from './local-tenants.ts'
import { welcome } from './welcome.ts'

const addresses = { address: 'http://127.0.0.1:4321', amazonUrl: 'http://127.0.0.1:4322' }

describe('the welcome', () => {
  const lines = welcome(addresses).split('\n')

  it('names every tenant and every reference that can be imported, with what it shows', () => {
    const tenants = localTenants()
    const samples = tenants.flatMap((tenant) => tenant.samples)
    expect(samples.length).toBeGreaterThanOrEqual(12)
    for (const { tenantId } of tenants) expect(lines).toContainEqual(expect.stringMatching(`^  ${tenantId}:`))
    for (const { order, shows } of samples) expect(lines).toContain(`    ${order.orderId}  ${shows}`)
  })

  it('names the pages to open in a browser, and the example', () => {
    const shown = lines.filter((line) => line.startsWith('  http')).map((line) => line.trim().split(' ')[0])
    expect(shown).toEqual(['/', '/docs', '/health'].map((path) => `${addresses.address}${path}`))
    const example =
      lines
        .find((line) => line.includes('examples/'))
        ?.trim()
        .split(' ')[0] ?? ''
    expect(existsSync(join(import.meta.dirname, '../../..', example, 'README.md'))).toBe(true)
  })

  it('tells which orders are pending, late, at risk, delivered, cancelled and lost', () => {
    const described = lines.filter((line) => /^ {4}\d{3}-\d{7}-\d{7} {2}/.test(line)).join('\n')
    for (const word of ['pending', 'late', 'at risk', 'delivered', 'cancelled', 'lost'])
      expect(described).toContain(word)
  })

  it('fits a terminal of 80 columns, but for the commands', () => {
    expect(lines.filter((line) => line.length > 80 && !line.startsWith('curl '))).toEqual([])
  })

  it('says where Amazon is, and where to read how to make it fail', () => {
    expect(lines).toContain('The simulated Amazon runs at http://127.0.0.1:4322. How to make it fail:')
    expect(existsSync(join(import.meta.dirname, '../../../packages/amazon-simulator/README.md'))).toBe(true)
  })

  it('gives each command a line of its own, for the address that is served', () => {
    const commands = lines.filter((line) => line.includes('curl'))
    expect(commands).toHaveLength(6)
    for (const command of commands) expect(command).toMatch(/^curl .*'http:\/\/127\.0\.0\.1:4321\/[^']*'$/)
  })

  it('throws for tenants that show neither an import nor a stub', () => {
    const connected = localTenants().filter(({ authorisation }) => authorisation !== null)
    expect(() => welcome(addresses, connected)).toThrow('one without Amazon')
    expect(() => welcome(addresses, [])).toThrow('a tenant with orders')
  })
})
