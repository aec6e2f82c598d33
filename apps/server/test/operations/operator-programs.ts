import type { VaultSimulator } from '@orderport/vault-simulator'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { z } from 'zod'

const callSchema = z.object({ args: z.array(z.string()), input: z.string() })

/** A program that was called: its arguments and its standard input. */
type Call = z.infer<typeof callSchema>

/**
 * Stands in for `psql`, `vault` and `curl`, which a machine that runs tests may lack: puts programs of these names into
 * the folder `bin`. They understand only the commands of the manual, and throw for every other.
 */
export async function provideOperatorPrograms(bin: string, vault: VaultSimulator): Promise<AsyncDisposable> {
  const programs: Readonly<Record<string, (call: Call) => Promise<string>>> = {
    psql: runPsql,
    vault: createVaultProgram(vault),
    curl: runCurl,
  }
  const server = createServer((request, response) => {
    const answer = async (request: IncomingMessage) => {
      const program = programs[request.url?.slice(1) ?? '']
      if (program === undefined) throw new Error('There is no such program.')
      return await program(callSchema.parse(await json(request)))
    }
    answer(request).then(
      (printed) => response.end(printed),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await mkdir(bin, { recursive: true })
  for (const name of Object.keys(programs)) {
    const file = join(bin, name)
    await writeFile(file, `#!/bin/sh\nexec '${process.execPath}' '${join(bin, 'call.mjs')}' '${name}' "$@"\n`)
    await chmod(file, 0o755)
  }
  await writeFile(join(bin, 'call.mjs'), caller(port))
  return {
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function caller(port: number): string {
  return `
    const [program, ...args] = process.argv.slice(2)
    const input = []
    for await (const chunk of process.stdin) input.push(chunk)
    const body = JSON.stringify({ args, input: Buffer.concat(input).toString() })
    const answer = await fetch('http://127.0.0.1:${port}/' + program, { method: 'POST', body })
    const text = await answer.text()
    if (answer.ok) process.stdout.write(text)
    else { process.stderr.write(text + '\\n'); process.exitCode = 1 }`
}

async function runPsql({ args: [url, ...options], input }: Call): Promise<string> {
  if (options.join(' ') !== '-v ON_ERROR_STOP=1') throw new Error('psql is called in another way than is known here.')
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 30_000, query_timeout: 60_000 })
  await client.connect()
  try {
    // One at a time, because a database isn't created within a transaction.
    for (const statement of input.split(/;\n/)) if (statement.trim() !== '') await client.query(statement)
  } finally {
    await client.end()
  }
  return ''
}

const longestRequestMs = 120_000

/** Fails for a status from 400 on, as `--fail-with-body` does. Tries again after a 503, as `--retry` does. */
async function runCurl({ args }: Call): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      silent: { type: 'boolean', short: 's' },
      'show-error': { type: 'boolean', short: 'S' },
      'fail-with-body': { type: 'boolean' },
      retry: { type: 'string', default: '0' },
      'retry-connrefused': { type: 'boolean' },
      'write-out': { type: 'string', short: 'w' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
    },
  })
  const [url = ''] = positionals
  const { data: body } = values
  for (let left = Number(values.retry); ; left -= 1) {
    const response = await fetch(url, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: values.header.map((line): [string, string] => {
        const [name = '', value = ''] = line.split(': ')
        return [name, value]
      }),
      signal: AbortSignal.timeout(longestRequestMs),
    })
    const text = await response.text()
    if (response.ok) return `${text}\n`
    if (response.status !== 503 || left <= 0) throw new Error(`curl was answered ${response.status}: ${text}`)
    await setTimeout(1000)
  }
}

const rules = z.array(z.object({ path: z.string(), capabilities: z.array(z.enum(['read'])) })).nonempty()

function createVaultProgram(vault: VaultSimulator): (call: Call) => Promise<string> {
  const enabled = new Set<string>()
  let role: ReturnType<VaultSimulator['createAppRole']> | undefined
  const commands: readonly (readonly [form: RegExp, run: (input: string, path: string) => string])[] = [
    [/^secrets enable -path=secret -version=2 kv$/, () => ''],
    [
      /^policy write (orderport) -$/,
      (input, name) => {
        const found = [...input.matchAll(/path "([^"]+)" \{\s*capabilities = (\[[^\]]*\])\s*\}/g)]
        vault.definePolicy(
          name,
          rules.parse(found.map(([, path, list = '']) => ({ path, capabilities: JSON.parse(list) }))),
        )
        return ''
      },
    ],
    [/^auth enable (approle)$/, (_, method) => (enabled.add(method), '')],
    [
      /^write auth\/approle\/role\/orderport token_policies=(orderport) token_ttl=1h token_max_ttl=24h$/,
      (_, policy) => {
        if (!enabled.has('approle')) throw new Error('The login by AppRole is not enabled.')
        role = vault.createAppRole({ policies: [policy], ttl: 3600, maxTtl: 86_400 })
        return ''
      },
    ],
    [/^read -field=role_id auth\/approle\/role\/orderport\/role-id$/, () => role?.roleId ?? ''],
    [/^write -f -field=secret_id auth\/approle\/role\/orderport\/secret-id$/, () => role?.secretId ?? ''],
    [
      /^kv put -mount=secret (\S+) -$/,
      (input, path) => {
        vault.put(path, z.record(z.string(), z.string()).parse(JSON.parse(input)))
        return ''
      },
    ],
  ]
  return ({ args, input }) => {
    const typed = args.join(' ')
    for (const [form, run] of commands) {
      const found = form.exec(typed)
      if (found !== null) return Promise.resolve(run(input, found[1] ?? ''))
    }
    return Promise.reject(new Error(`vault is called in another way than is known here: ${typed}`))
  }
}
