import { createAdministration } from '@orderport/db'
import { describe, expect, it } from 'vitest'
import { explainFailure, type Failure } from './explain-failure.ts'
import { buildProgram } from './program.ts'
import { createProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

/** Parses a command line of `migrate`; returns what it would do, without a database, or how it fails. */
async function parse(...args: string[]): Promise<{ keepAccess?: readonly string[]; printed: string } | Failure> {
  await using administration = createAdministration({ adminUrl: 'postgres://owner@127.0.0.1:1/x', requestId: 'run-1' })
  const seen: { keepAccess?: readonly string[]; printed: string } = { printed: '' }
  const unused = new Error('migrate needs none of this')
  const migrated = new Error('the command line was accepted')
  const print = (text: string) => void (seen.printed += text)
  const terminal: Terminal = {
    out: print,
    err: print,
    interactive: false,
    columns: 80,
    interruption: () => ({ signal: new AbortController().signal, [Symbol.dispose]: () => undefined }),
    ask: () => Promise.resolve(false),
    read: () => Promise.reject(unused),
  }
  const program = buildProgram(async (_json, run) => {
    await run({
      administration,
      migrate(keepAccess) {
        seen.keepAccess = keepAccess
        return Promise.reject(migrated)
      },
      now: () => new Date(),
      randomBytes: (size) => new Uint8Array(size),
      readInput: () => Promise.reject(unused),
      openUpstream: () => Promise.reject(unused),
      openImports: () => Promise.reject(unused),
      wait: () => Promise.resolve(),
      progress: createProgress(terminal, () => new Date()),
      confirm: () => Promise.resolve(false),
    })
  }, terminal)
  try {
    await program.parseAsync(['migrate', ...args], { from: 'user' })
  } catch (error) {
    const failure = explainFailure(error)
    if (error !== migrated && failure.code !== 0) return failure
  }
  return seen
}

describe('migrate', () => {
  it('keeps nobody’s access without arguments', async () => {
    expect(await parse()).toEqual({ keepAccess: [], printed: '' })
  })

  it('keeps the access of several roles, in both spellings of the option', async () => {
    expect(await parse('--keep-access', 'old_service', '--keep-access=reports')).toEqual({
      keepAccess: ['old_service', 'reports'],
      printed: '',
    })
  })

  it.each(['--help', '-h'])('prints its help for %s and migrates nothing', async (option) => {
    const help = await parse(option)
    expect(help).toEqual({ printed: expect.stringContaining('--keep-access <role>') })
    expect(help).toEqual({ printed: expect.stringContaining('Bring the database up to this version') })
  })

  it.each([
    [['--keep-acess', 'x'], 'There is no such option (Did you mean --keep-access?); see --help.'],
    [['--keep-access'], "option '--keep-access <role>' argument missing; see --help."],
    [['--keep-access='], '--keep-access must name a role'],
    [['old_service'], 'There are too many arguments; see --help.'],
  ])('refuses %j in one line', async (args, line) => {
    expect(await parse(...args)).toEqual({ code: 2, lines: [line] })
  })
})
