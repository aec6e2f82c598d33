import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runCliHere } from '@orderport/server/testing/run-cli-here'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addLocalTenants } from './add-local-tenants.ts'
import { localTenants } from './local-tenants.ts'
import { startLocalProfile, type LocalProfile } from './start-local-profile.ts'
import { paste } from './testing/pasted-command.ts'
import { welcome } from './welcome.ts'

const start = (folder: string, settings: Readonly<Record<string, string>> = {}) =>
  startLocalProfile({
    folder,
    environment: { PORT: '0', LOG_LEVEL: 'silent', ...settings },
    log: () => {},
    signal: new AbortController().signal,
  })

const published = z.object({ adminUrl: z.string(), variables: z.record(z.string(), z.string()) })

const commandsFor = (profile: LocalProfile) =>
  welcome(profile)
    .split('\n')
    .filter((line) => line.startsWith('curl '))

describe('the local profile', () => {
  it('answers every command that it prints, word for word, and keeps the orders for the next start', async () => {
    await using folder = await temporaryFolder()
    let importedId: unknown
    {
      await using profile = await start(folder.path)
      const answers: Awaited<ReturnType<typeof paste>>[] = []
      for (const command of commandsFor(profile)) answers.push(await paste(command))
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200])
      const [first, again, stub, list, detail, overTrpc] = answers.map(({ body }) => body)
      expect(first).toMatchObject({
        source: 'amazon_spapi',
        externalOrderId: '171-4093870-1757126',
        totalAmount: 29.99,
      })
      expect(again).toMatchObject({ source: 'cache' })
      expect(stub).toMatchObject({ source: 'stub', totalAmount: 0, products: [] })
      expect(list).toMatchObject({ total: 1, orders: [{ ref: '171-4093870-1757126' }] })
      expect(detail).toMatchObject({ ref: '171-4093870-1757126' })
      expect(overTrpc).toMatchObject({ result: { data: { total: 1 } } })
      importedId = Object(first).orderId
    }
    await using profile = await start(folder.path)
    const [command] = commandsFor(profile)
    const { body } = await paste(command ?? '')
    expect(body).toMatchObject({ source: 'cache', orderId: importedId })
  })

  it('is refused, with the address to use, while it runs in the same folder', async () => {
    await using folder = await temporaryFolder()
    await using profile = await start(folder.path)
    await expect(start(folder.path)).rejects.toThrow(`already running at ${profile.address}`)
  })

  it('has its tenants and members in the database, for the operators’ commands and where memberships are enforced', async () => {
    await using folder = await temporaryFolder()
    await using profile = await start(folder.path, { MEMBERSHIP: 'enforce' })
    const [command = ''] = commandsFor(profile)
    expect(await paste(command)).toMatchObject({ status: 200, body: { source: 'amazon_spapi' } })

    const { adminUrl, variables } = published.parse(
      JSON.parse(await readFile(join(folder.path, 'connection.json'), 'utf8')),
    )
    const run = (...args: string[]) => runCliHere(args, { ...variables, DATABASE_ADMIN_URL: adminUrl })
    const listed = await run('tenants', 'list', '--json')
    const tenants = localTenants().map(({ tenantId, name }) => ({ id: tenantId, name, members: 2, keys: 0 }))
    expect(JSON.parse(listed.stdout)).toMatchObject(tenants.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    expect(await run('connections', 'test', '--tenant', 'boutique-lyon')).toMatchObject({ code: 0 })
    expect(await run('connections', 'test', '--tenant', 'nouveau-client')).toMatchObject({ code: 1 })

    await run('tenants', 'add', 'boutique-lyon', '--name', 'Lyon')
    await run('members', 'add', 'boutique-lyon', 'agent@example.com', '--role', 'admin')
    await addLocalTenants(adminUrl)
    expect((await run('members', 'list', '--tenant', 'boutique-lyon')).stdout).not.toContain(' agent ')
    expect((await run('tenants', 'list')).stdout).toMatch(/^boutique-lyon +Lyon +2 /m)
  }, 180_000)

  it('tells Studio where its database is, in a file that only its owner can read', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'connection.json')
    const profile = await start(folder.path)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await profile[Symbol.asyncDispose]()
    await expect(stat(file)).rejects.toThrow('ENOENT')
  })
})
