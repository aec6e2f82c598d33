import { tenantIdSchema } from '@orderport/domain'
import { describe, expect, it } from 'vitest'
import { createAdministration } from '../administration/administration.ts'
import { administeredDatabase, kiel, lyon, type AdministeredDatabase } from '../testing/administered-database.ts'

const lyonsAmazon = { tenantId: lyon, channel: 'amazon' }
const nantes = tenantIdSchema.parse('atelier-nantes')

/** Returns the stored connections, one line each: `tenant status account region marketplace fingerprint`. */
async function stored({ database }: AdministeredDatabase): Promise<readonly string[]> {
  const rows = await database.superuserQuery(`
    SELECT concat_ws(' ', tenant_id, status, selling_account, region, marketplace, authorisation_fingerprint,
      refused_fingerprint, last_error) AS line
    FROM channel_connections ORDER BY tenant_id`)
  return rows.map((row) => String(row['line']))
}

async function bindAccount({ database }: AdministeredDatabase, tenantId: string, account: string): Promise<void> {
  await database.superuserQuery(`
    INSERT INTO channel_connections (tenant_id, channel, status, selling_account, region, marketplace,
      authorisation_fingerprint, refused_fingerprint, last_error, last_error_at, updated_at)
    VALUES ('${tenantId}', 'amazon', 'reauth_required', '${account}', 'eu-west-1', 'M1', 'f-${account}', 'old', 'E', now(), now())`)
}

describe.each(['owner', 'superuser'] as const)('as the %s', (login) => {
  it('a connection is disabled before its first import, and enabled again', async () => {
    await using fixture = await administeredDatabase(login)
    const { connections } = fixture.administration
    expect(await connections.disable(lyonsAmazon)).toBe('disabled')
    expect(await connections.disable(lyonsAmazon)).toBe('unchanged')
    expect(await stored(fixture)).toEqual([`${lyon} disabled`])
    expect(await connections.enable(lyonsAmazon)).toBe('enabled')
    expect(await connections.enable(lyonsAmazon)).toBe('unchanged')
    expect(await stored(fixture)).toEqual([`${lyon} pending`])
    expect(await fixture.trail()).toEqual([`${lyon} connection.disable amazon`, `${lyon} connection.enable amazon`])
  })

  it('a connection keeps its account while it is disabled and enabled, and other tenants’ are untouched', async () => {
    await using fixture = await administeredDatabase(login)
    const { connections } = fixture.administration
    await bindAccount(fixture, lyon, 'A1')
    await bindAccount(fixture, kiel, 'A2')
    await connections.disable(lyonsAmazon)
    const ofKiel = `${kiel} reauth_required A2 eu-west-1 M1 f-A2 old E`
    expect(await stored(fixture)).toEqual([`${lyon} disabled A1 eu-west-1 M1 f-A1 old E`, ofKiel])
    expect(await connections.enable(lyonsAmazon)).toBe('enabled')
    expect(await stored(fixture)).toEqual([`${lyon} pending A1 eu-west-1 M1 f-A1`, ofKiel])
    expect(await connections.list(kiel)).toMatchObject([{ tenantId: kiel, sellingAccount: 'A2' }])
    expect((await connections.list(null)).map(({ tenantId }) => tenantId)).toEqual([lyon, kiel])
  })

  it('a connection whose credentials were refused is enabled without disabling it first, once', async () => {
    await using fixture = await administeredDatabase(login)
    const { connections } = fixture.administration
    await bindAccount(fixture, lyon, 'A1')
    expect(await connections.enable(lyonsAmazon)).toBe('enabled')
    expect(await connections.enable(lyonsAmazon)).toBe('unchanged')
    expect(await stored(fixture)).toEqual([`${lyon} pending A1 eu-west-1 M1 f-A1`])
    expect(await fixture.trail()).toEqual([`${lyon} connection.enable amazon`])
  })

  it('an active connection stays as it is when it is enabled', async () => {
    await using fixture = await administeredDatabase(login)
    await bindAccount(fixture, lyon, 'A1')
    await fixture.database.superuserQuery(
      `UPDATE channel_connections SET status = 'active', refused_fingerprint = NULL`,
    )
    expect(await fixture.administration.connections.enable(lyonsAmazon)).toBe('unchanged')
    expect(await stored(fixture)).toEqual([`${lyon} active A1 eu-west-1 M1 f-A1 E`])
    expect(await fixture.trail()).toEqual([])
  })

  it('a selling account moves to another tenant with its whole binding, and back', async () => {
    await using fixture = await administeredDatabase(login)
    const { connections } = fixture.administration
    await bindAccount(fixture, lyon, 'A1')
    const moved = { sellingAccount: 'A1', region: 'eu-west-1', marketplace: 'M1' }
    expect(await connections.move({ from: lyon, to: kiel, channel: 'amazon' })).toEqual(moved)
    expect(await stored(fixture)).toEqual([`${lyon} disabled`, `${kiel} pending A1 eu-west-1 M1 f-A1`])
    expect(await connections.move({ from: kiel, to: lyon, channel: 'amazon' })).toEqual(moved)
    expect(await stored(fixture)).toEqual([`${lyon} pending A1 eu-west-1 M1 f-A1`, `${kiel} disabled`])
    const both = [`${lyon} connection.move amazon`, `${kiel} connection.move amazon`]
    expect(await fixture.trail()).toEqual([...both, ...both.toReversed()])
  })

  it('a refused move changes nothing', async () => {
    await using fixture = await administeredDatabase(login)
    const { connections } = fixture.administration
    await bindAccount(fixture, lyon, 'A1')
    await bindAccount(fixture, kiel, 'A2')
    const before = await stored(fixture)
    const move = (from: typeof lyon, to: typeof lyon) => connections.move({ from, to, channel: 'amazon' })
    await expect(move(lyon, kiel)).rejects.toMatchObject({
      fault: 'refused',
      message: `${kiel} has a selling account of amazon already: nothing was moved.`,
    })
    await expect(move(lyon, lyon)).rejects.toMatchObject({ fault: 'refused' })
    await expect(move(lyon, nantes)).rejects.toMatchObject({ fault: 'not_found' })
    await expect(move(nantes, lyon)).rejects.toMatchObject({ fault: 'not_found' })
    expect(await stored(fixture)).toEqual(before)
    expect(await fixture.trail()).toEqual([])
  })
})

it('twenty simultaneous moves there and back leave one account, and two audit records for each move', async () => {
  await using fixture = await administeredDatabase()
  await bindAccount(fixture, lyon, 'A1')
  await using second = createAdministration({ adminUrl: fixture.database.ownerUrl, requestId: 'run-1' })
  const there = { from: lyon, to: kiel, channel: 'amazon' }
  const back = { from: kiel, to: lyon, channel: 'amazon' }
  let moved = 0
  for (let round = 0; round < 10; round += 1) {
    const both = [fixture.administration.connections.move(there), second.connections.move(back)]
    for (const { status, ...outcome } of await Promise.allSettled(both)) {
      if (status === 'fulfilled') moved += 1
      else expect(outcome).toMatchObject({ reason: { fault: 'not_found' } })
    }
  }
  expect(moved).toBeGreaterThan(0)
  const lines = await stored(fixture)
  expect(lines.filter((line) => line.includes('A1'))).toHaveLength(1)
  expect(await fixture.trail()).toHaveLength(2 * moved)
})

it('a connection of an unknown tenant is not found', async () => {
  await using fixture = await administeredDatabase()
  const { connections } = fixture.administration
  await expect(connections.disable({ tenantId: nantes, channel: 'amazon' })).rejects.toMatchObject({
    fault: 'not_found',
  })
  await expect(connections.enable(lyonsAmazon)).rejects.toMatchObject({ fault: 'not_found' })
  expect(await stored(fixture)).toEqual([])
})
