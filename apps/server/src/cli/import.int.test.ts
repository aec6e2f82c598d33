import { migratedDatabase } from '@orderport/db/testing'
import { temporaryFolder } from '@orderport/embedded-postgres/testing/temporary-folder'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCliHere } from '../../test/harness/run-cli-here.ts'
import { runCliProcess } from '../../test/harness/run-cli-process.ts'
import { actorFromEmail } from '../authentication/actor.ts'

/** A migrated database, and what imports into it. */
async function importFixture() {
  const database = await migratedDatabase()
  const environment = { DATABASE_ADMIN_URL: database.ownerUrl }
  const run = (args: string, input = '') => runCliHere(args.split(' '), environment, input)
  return {
    database,
    run,
    environment,
    /** What is stored: `tenant name`, `tenant email role`, and the audit's `tenant action subject`. */
    async stored() {
      const lines = async (sql: string) => (await database.superuserQuery(sql)).map((row) => String(row['line']))
      return {
        tenants: await lines(`SELECT concat_ws(' ', id, name) AS line FROM tenants ORDER BY id`),
        members: await lines(`SELECT concat_ws(' ', tenant_id, email, role) AS line FROM members ORDER BY 1`),
        audit: await lines(`SELECT concat_ws(' ', tenant_id, action, subject) AS line FROM audit_event ORDER BY id`),
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const tenants = 'tenant,name\nlyon,Boutique Lyon\nkiel,\n'
const nothing = { tenants: [], members: [], audit: [] }

it('tenants and members are imported from standard input, counted, recorded, and found unchanged the next time', async () => {
  await using fixture = await importFixture()
  const { run } = fixture
  const created = '2 created, 0 changed, 0 unchanged.'
  expect(await run('tenants import -', tenants)).toEqual({ code: 0, stdout: '', stderr: `orderport: ${created}\n` })
  const members = 'tenant;email;role\r\nlyon;Camille@Example.org;admin\r\nkiel;camille@example.org;\r\n'
  expect(await run('members import -', `\ufeff${members}`)).toMatchObject({ stderr: `orderport: ${created}\n` })
  expect(await run('tenants import - --json', tenants)).toEqual({
    code: 0,
    stdout: `${JSON.stringify({ dryRun: false, created: 0, changed: 0, unchanged: 2 }, null, 2)}\n`,
    stderr: '',
  })
  const roles = 'email,role\ncamille@example.org,agent\nali@example.org,agent\n'
  expect((await run('members import - --tenant lyon', roles)).stderr).toContain('1 created, 1 changed, 0 unchanged')
  expect((await run('tenants import -', 'tenant,name\nkiel,Laden\n')).stderr).toContain('0 created, 1 changed')
  const camille = actorFromEmail('camille@example.org')
  expect(await fixture.stored()).toEqual({
    tenants: ['kiel Laden', 'lyon Boutique Lyon'],
    members: ['kiel camille@example.org agent', 'lyon ali@example.org agent', 'lyon camille@example.org agent'],
    audit: [
      'kiel tenant.add kiel',
      'lyon tenant.add lyon',
      `kiel member.add ${camille}`,
      `lyon member.add ${camille}`,
      `lyon member.add ${actorFromEmail('ali@example.org')}`,
      `lyon member.change ${camille}`,
      'kiel tenant.rename kiel',
    ],
  })
})

it('a dry run counts what would be done, and stores nothing', async () => {
  await using fixture = await importFixture()
  const { run } = fixture
  const told = 'orderport: Nothing was stored. It would be: 2 created, 0 changed, 0 unchanged.\n'
  expect(await run('tenants import - --dry-run', tenants)).toEqual({ code: 0, stdout: '', stderr: told })
  expect(await fixture.stored()).toEqual(nothing)
})

it('every line with a fault is named, nothing that was typed is repeated, and nothing is stored', async () => {
  await using fixture = await importFixture()
  const { run } = fixture
  expect(await run('tenants import -', 'tenant,name\nlyon,Lyon\nno such id,x\nlyon,again\n')).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      'orderport: line 3: tenant must be 1 to 64 letters, digits, - and _, the first a letter or a digit',
      'orderport: line 4: is the same as line 2',
      'orderport: Nothing was stored.',
      '',
    ].join('\n'),
  })
  expect(await fixture.stored()).toEqual(nothing)
  await run('tenants import -', 'tenant\nlyon\n')
  const members = 'tenant,email,role\nnantes,a@example.org,\nlyon,somebody,boss\nlyon,b@example.org,admin\n'
  expect((await run('members import -', members)).stderr.split('\n')).toEqual([
    'orderport: line 2: there is no such tenant; add it first',
    'orderport: line 3: email must be an e-mail address',
    'orderport: line 3: role must be agent or admin',
    'orderport: Nothing was stored.',
    '',
  ])
  const onlyUnknown = await run('members import -', 'tenant,email\nlyon,b@example.org\nnantes,a@example.org\n')
  expect(onlyUnknown).toMatchObject({ code: 1, stderr: expect.stringContaining('line 3: there is no such tenant') })
  expect((await fixture.stored()).members).toEqual([])
})

it('shows the first fifty faults, and says how many more there are', async () => {
  await using fixture = await importFixture()
  const { stderr } = await fixture.run('tenants import -', `tenant\n${'a b\n'.repeat(60)}`)
  expect(stderr.trimEnd().split('\n').slice(-2)).toEqual(['orderport: … and 10 more', 'orderport: Nothing was stored.'])
})

it('a file is found from the folder in which npm was called', async () => {
  await using fixture = await importFixture()
  await using folder = await temporaryFolder()
  await writeFile(join(folder.path, 'tenants.csv'), tenants)
  const environment = { ...fixture.environment, INIT_CWD: folder.path }
  expect(await runCliProcess(['tenants', 'import', 'tenants.csv'], environment)).toMatchObject({ code: 0 })
  expect(await runCliProcess(['tenants', 'import', 'none.csv'], environment)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'orderport: the file can’t be read (ENOENT)\norderport: Nothing was stored.\n',
  })
})

it('thousands of members are imported in one go', async () => {
  await using fixture = await importFixture()
  const { run } = fixture
  await run('tenants import -', 'tenant\nlyon\n')
  const rows = Array.from({ length: 2500 }, (_, index) => `lyon,agent${index}@example.org,agent`)
  const members = `tenant,email,role\n${rows.join('\n')}\n`
  expect((await run('members import -', members)).stderr).toContain('2500 created')
  const changed = members.replaceAll(',agent\n', ',admin\n')
  expect((await run('members import -', changed)).stderr).toContain('2500 changed')
}, 180_000)
