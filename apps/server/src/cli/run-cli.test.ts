import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'

interface Person {
  /** The person's answer; without one, nobody sits at the terminal. */
  readonly answer?: boolean
  /** What is on standard input. */
  readonly input?: string
}

/** Runs a command line on a database that can't be reached. */
async function run(args: readonly string[], { answer, input = '' }: Person = {}) {
  const said = { out: '', err: '', asked: '' }
  const code = await runCli({
    args,
    environment: { DATABASE_ADMIN_URL: 'postgres://owner@127.0.0.1:1/orderport' },
    terminal: {
      out: (text) => void (said.out += text),
      err: (text) => void (said.err += text),
      interactive: answer !== undefined,
      columns: 80,
      interruption: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => undefined }),
      ask: (question) => {
        said.asked = question
        return Promise.resolve(answer ?? false)
      },
      read: () => Promise.resolve(new TextEncoder().encode(input)),
    },
    now: () => new Date('2026-11-23T12:00:00Z'),
    randomBytes: (size) => new Uint8Array(size),
    runId: 'run-1',
  })
  return { code, ...said }
}

const commands = [
  'tenants list',
  'tenants add',
  'tenants import',
  'tenants remove',
  'members list',
  'members add',
  'members import',
  'members remove',
  'connections list',
  'connections test',
  'connections disable',
  'connections enable',
  'connections move',
  'keys list',
  'keys create',
  'keys revoke',
  'orders show',
  'import',
  'backfill',
  'imports list',
  'imports watch',
  'imports cancel',
  'imports retry',
  'audit list',
]

describe('help', () => {
  it.each(['migrate', ...commands])('of %s has examples and the exit codes, and needs no database', async (name) => {
    const { code, out, err } = await run([...name.split(' '), '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(`Usage: npm run orderport -- ${name} [options]`)
    expect(out).toContain(`\nExamples:\n  npm run orderport -- ${name}`)
    expect(out).toContain('--json')
    expect(out).toContain('Exit codes: 0 done; 1 failed or refused; 2 wrong usage; 3 not found.')
  })

  it('lists every command', async () => {
    const groups = await Promise.all(
      ['', 'tenants', 'members', 'connections', 'keys', 'orders', 'imports', 'audit'].map(async (group) => {
        const { out } = await run([...(group === '' ? [] : [group]), '--help'])
        return [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => `${group} ${name}`.trim())
      }),
    )
    expect(groups.flat().toSorted()).toEqual(['migrate', ...commands].toSorted())
  })

  it('and the manual list the same commands', () => {
    const manual = readFileSync(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8')
    const listed = [...manual.matchAll(/^\| `npm run orderport -- ([a-z]+(?: [a-z]+)?)/gm)].map(([, name]) => name)
    expect(listed).toEqual(expect.arrayContaining(commands))
    expect(listed).toHaveLength(commands.length)
  })

  it('goes to standard error, as wrong usage, when no command is named', async () => {
    for (const args of [[], ['keys']]) {
      const { code, out, err } = await run(args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(err).toContain('Usage: npm run orderport --')
    }
  })
})

describe('wrong usage exits with 2, and no line repeats what was typed', () => {
  const typed = 'opk_typed-secret'
  it.each([
    [
      ['tenants', 'add', `a b ${typed}`],
      'tenant must be 1 to 64 letters, digits, - and _, the first a letter or a digit',
    ],
    [['tenants', 'add'], "missing required argument 'tenant'; see --help."],
    [['tenants', 'add', 'lyon', typed], 'There are too many arguments; see --help.'],
    [['tenants', 'add', 'lyon', '--name'], "option '--name <name>' argument missing; see --help."],
    [['tenants', 'add', 'lyon', '--name', ' '], '--name must be 1 to 100 characters'],
    [['tenants', 'add', 'lyon', `--nmae=${typed}`], 'There is no such option; see --help.'],
    [['tenants', 'lists', typed], 'There is no such command (Did you mean list?); see --help.'],
    [[typed], 'There is no such command; see --help.'],
    [['members', 'add', 'lyon', typed], 'email must be an e-mail address'],
    [['members', 'add', 'lyon', 'a@example.org', '--role', typed], '--role must be agent or admin'],
    [['connections', 'disable', 'lyon', '--channel', typed], '--channel must be amazon'],
    [['connections', 'move', '--from', 'lyon'], '--to is missing'],
    [['connections', 'move', '--from', 'lyon', '--to', 'lyon'], '--from and --to must be different tenants'],
    [['connections', 'move', '--from', 'lyon', '--to', 'kiel'], '--yes is needed where nobody can be asked'],
    [['keys', 'revoke', 'lyon', typed], 'keyId must be the 12 characters that keys list shows, and not the key itself'],
    [['keys', 'create', 'lyon', '--scopes', 'orders:read'], '--name is missing'],
    [
      ['keys', 'create', 'lyon', '--name', 'CRM', '--scopes', `orders:read,${typed}`],
      '--scopes must be orders:read, orders:import, admin, or some of them, by commas',
    ],
    [
      ['keys', 'create', 'lyon', '--name', 'CRM', '--scopes', 'admin', '--expires', '2026-11-23'],
      '--expires must be an ISO date in the future, or days or hours from now such as 30d or 12h',
    ],
    [['audit', 'list', '--tenant', 'lyon', '--limit', '1001'], '--limit must be 1 to 1000'],
    [['audit', 'list'], 'name one --tenant, or give --all-tenants'],
    [['audit', 'list', '--tenant', 'lyon', '--all-tenants'], 'name one --tenant, or give --all-tenants'],
    [['orders', 'show', typed], '--tenant is missing'],
    [['connections', 'test'], '--tenant is missing'],
    [
      ['audit', 'list', '--tenant', 'lyon', '--until', typed],
      '--until must be an ISO date, or days or hours ago such as 7d or 12h',
    ],
    [
      ['audit', 'list', '--tenant', 'lyon', '--since', typed],
      '--since must be an ISO date, or days or hours ago such as 7d or 12h',
    ],
  ])('%j', async (args, line) => {
    expect(await run(args)).toEqual({ code: 2, out: '', err: `orderport: ${line}\n`, asked: '' })
  })
})

describe('moving a connection', () => {
  const move = ['connections', 'move', '--from', 'lyon', '--to', 'kiel']

  it('asks first, and does nothing for a no', async () => {
    expect(await run(move, { answer: false })).toEqual({
      code: 1,
      out: '',
      err: 'orderport: Nothing was moved.\n',
      asked: 'Move the amazon selling account of lyon to kiel? lyon imports nothing from then on.',
    })
  })

  it('goes ahead for a yes, and without asking for --yes', async () => {
    const tried = { code: 1, err: expect.stringContaining('The database can’t be reached') }
    expect(await run(move, { answer: true })).toMatchObject(tried)
    expect(await run([...move, '--yes'], { answer: false })).toMatchObject({ ...tried, asked: '' })
  })
})
