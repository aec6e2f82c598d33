import { describe, expect, it } from 'vitest'
import { localTenants } from './local-tenants.ts'
import { welcome } from './welcome.ts'

describe('the welcome', () => {
  const lines = welcome('http://127.0.0.1:4321').split('\n')

  it('names every tenant and every reference that can be imported', () => {
    const tenants = localTenants()
    const references = tenants.flatMap(({ orders }) => orders.map(({ orderId }) => orderId))
    expect(references.length).toBeGreaterThanOrEqual(12)
    for (const { tenantId } of tenants) expect(lines).toContainEqual(expect.stringMatching(`^  ${tenantId}:`))
    for (const reference of references) expect(lines).toContain(`    ${reference}`)
  })

  it('gives each command a line of its own, for the address that is served', () => {
    const commands = lines.filter((line) => line.includes('curl'))
    expect(commands).toHaveLength(6)
    for (const command of commands) expect(command).toMatch(/^curl .*'http:\/\/127\.0\.0\.1:4321\/[^']*'$/)
  })

  it('throws for tenants that show neither an import nor a stub', () => {
    const connected = localTenants().filter(({ authorisation }) => authorisation !== null)
    expect(() => welcome('http://127.0.0.1:4321', connected)).toThrow('one without Amazon')
    expect(() => welcome('http://127.0.0.1:4321', [])).toThrow('a tenant with orders')
  })
})
