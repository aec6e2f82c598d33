import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

/** Runs the command until it has printed something or ended; `end` stops it and returns the exit code. */
async function start(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const stop = new AbortController()
  const printed = Promise.withResolvers<void>()
  const exitCode = runCommand({
    args,
    out: (text) => {
      said.out += text
      printed.resolve()
    },
    err: (text) => {
      said.err += text
    },
    stop: stop.signal,
  })
  await Promise.race([printed.promise, exitCode])
  const end = (): Promise<number> => {
    stop.abort()
    return exitCode
  }
  return { said, end, [Symbol.asyncDispose]: async () => void (await end()) }
}

/** The value that is printed behind a label. */
function printed(output: string, label: string): string {
  const value = new RegExp(`^  ${label} +(\\S+)$`, 'm').exec(output)?.[1]
  if (value === undefined) throw new Error(`no ${label} in ${output}`)
  return value
}

/** Reads a secret with the printed address and token. */
async function read(output: string, path: string): Promise<unknown> {
  const headers = { 'x-vault-token': printed(output, 'root token') }
  const answer = await fetch(`${printed(output, 'address')}/v1/${path}`, { headers })
  return answer.status === 200 ? Object(await answer.json()).data.data : answer.status
}

async function seedFile(text: string): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'orderport-seed-'))
  const path = join(folder, 'seed.json')
  await writeFile(path, text)
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

describe('the vault-simulator command', () => {
  it('serves the secrets that it is given, at the paths that it prints, until it is stopped', async () => {
    await using seed = await seedFile('{"team/app": {"user": "from the file"}, "other": {"a": 1}}')
    const secret = 'other={"key":"a=b"}'
    await using command = await start('--port', '0', '--seed', seed.path, '--secret', 'third={}', '--secret', secret)
    const { out } = command.said
    expect([...out.matchAll(/^ {2}(secret\/\S+) {2}(.*)$/gm)].map(([, path, keys]) => [path, keys])).toEqual([
      ['secret/data/team/app', 'user'],
      ['secret/data/other', 'key'],
      ['secret/data/third', ''],
    ])
    expect(await read(out, 'secret/data/team/app')).toEqual({ user: 'from the file' })
    expect(await read(out, 'secret/data/other')).toEqual({ key: 'a=b' })
    expect(await command.end()).toBe(0)
    await expect(fetch(printed(out, 'address'))).rejects.toThrow('fetch failed')
  })

  it('has the mount and the root token that it is given', async () => {
    const options = ['--mount', 'kv/team', '--root-token', 'dev-token', '--secret', 'app={"k":1}']
    await using command = await start('--port', '0', ...options)
    expect(printed(command.said.out, 'root token')).toBe('dev-token')
    expect(await read(command.said.out, 'kv/team/data/app')).toEqual({ k: 1 })
  })

  it('prints each command to try on one line', async () => {
    await using command = await start('--port', '0')
    const lines = command.said.out.split('\n')
    expect(lines.filter((line) => line.includes('curl'))).toEqual([
      expect.stringMatching(/^curl .* -d '\{"data":\{"key":"value"\}\}' 'http.*\/v1\/secret\/data\/example'$/),
      expect.stringMatching(/^curl .*'http.*\/v1\/secret\/data\/example'$/),
    ])
    expect(lines.filter((line) => line.startsWith('VAULT_'))).toHaveLength(2)
  })

  it('reports a port that is taken, and what to do', async () => {
    await using first = await start('--port', '0')
    const { port } = new URL(printed(first.said.out, 'address'))
    await using second = await start('--port', port)
    expect(await second.end()).toBe(1)
    expect(second.said).toEqual({
      out: '',
      err: `Port ${port} on 127.0.0.1 is taken. Choose another one with --port; --port 0 takes any free one.\n`,
    })
  })

  it.each([
    [['--token', 'x'], /unknown option '--token'/],
    [['--port', '65536'], /It must be a number up to 65535\./],
    [['--mount', '/kv'], /no slash at its start or end/],
    [['--root-token', ''], /letters, digits, dots and dashes only/],
    [['--secret', 'app'], /a path, an equals sign and a JSON object/],
    [['--secret', 'app={'], /must be a JSON object/],
    [['--secret', 'app=[1]'], /must be a JSON object/],
    [['--secret', '=1'], /A path has no blanks/],
    [['--seed', '/no/such/file'], /The file can't be read: ENOENT/],
    [['app={}'], /too many arguments/],
  ])('refuses %j', async (args, message) => {
    await using command = await start(...args)
    expect(await command.end()).toBe(2)
    expect(command.said.err).toMatch(message)
    expect(command.said.err).toContain('See --help.')
    expect(command.said.out).toBe('')
  })

  it.each([
    ['[]', /must contain a JSON object/],
    ['nonsense', /must contain a JSON object/],
    ['{"app": "text"}', /The secret at app must be a JSON object\./],
  ])('refuses a seed file with %s', async (text, message) => {
    await using seed = await seedFile(text)
    await using command = await start('--seed', seed.path)
    expect(await command.end()).toBe(2)
    expect(command.said.err).toMatch(message)
  })

  it('explains its options', async () => {
    await using command = await start('--help')
    expect(await command.end()).toBe(0)
    for (const option of ['--port', '--host', '--mount', '--root-token', '--secret', '--seed']) {
      expect(command.said.out).toContain(option)
    }
  })
})
