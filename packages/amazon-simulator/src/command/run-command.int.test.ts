import { describe, expect, it } from 'vitest'
import { describedSampleOrders, sampleOrders } from '../samples/sample-orders.ts'
import { memberOf, userAgent } from '../testing/open-shop.ts'
import { runCommand } from './run-command.ts'

const reference = '171-4093870-1757126'

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

async function accessToken(output: string): Promise<string> {
  const answer = await fetch(printed(output, 'Login with Amazon'), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: printed(output, 'refresh token'),
      client_id: printed(output, 'client id'),
      client_secret: printed(output, 'client secret'),
    }),
  })
  return memberOf(await answer.json(), 'access_token')
}

async function readOrder(output: string, orderId: string): Promise<Response> {
  const headers = { 'user-agent': userAgent, 'x-amz-access-token': await accessToken(output) }
  return fetch(`${printed(output, 'Selling Partner API')}/orders/2026-01-01/orders/${orderId}`, { headers })
}

describe('the amazon-simulator command', () => {
  it('serves every order that it prints, with the credentials that it prints, until it is stopped', async () => {
    await using command = await start('--port', '0', '--quota', 'off')
    const { out } = command.said
    const listed = [...out.matchAll(/^ {2}(\w{3}-\d{7}-\d{7}) {2}/gm)].map(([, orderId]) => orderId)
    expect(listed).toEqual(sampleOrders().map(({ orderId }) => orderId))
    for (const orderId of listed) expect((await readOrder(out, orderId ?? '')).status).toBe(200)
    expect(await command.end()).toBe(0)
    await expect(fetch(printed(out, 'Selling Partner API'))).rejects.toThrow('fetch failed')
  })

  it('says what each order shows, on a line of a terminal', async () => {
    await using command = await start('--port', '0')
    const lines = command.said.out.split('\n')
    for (const { order, shows } of describedSampleOrders()) expect(lines).toContain(`  ${order.orderId}  ${shows}`)
  })

  it('plays the fault that it prints', async () => {
    await using command = await start('--port', '0')
    const { out } = command.said
    const body = /^curl -sS -d '(.*)' (http:\S*)$/m.exec(out)
    await fetch(body?.[2] ?? '', { method: 'POST', body: body?.[1] ?? '' })
    expect((await readOrder(out, reference)).status).toBe(404)
    await fetch(body?.[2] ?? '', { method: 'DELETE' })
    expect((await readOrder(out, reference)).status).toBe(200)
  })

  it('prints each command to try on one line', async () => {
    await using command = await start('--port', '0')
    const lines = command.said.out.split('\n')
    expect(lines.filter((line) => line.includes('curl'))).toEqual([
      expect.stringMatching(/^TOKEN=\$\(curl .*\/auth\/o2\/token' .*\)$/),
      expect.stringMatching(/^curl .*\/orders\/2026-01-01\/orders\/171-4093870-1757126\?includedData=[A-Z,]+'$/),
      expect.stringMatching(/^curl -sS -d '\{"operation":"getOrder",.*\}' http:.*\/simulator\/faults$/),
      expect.stringMatching(/^curl -sS -X DELETE http:.*\/simulator\/faults$/),
    ])
    expect(lines.filter((line) => line.startsWith('AMAZON_'))).toHaveLength(4)
  })

  it('keeps Amazon’s usage plans, scales them, or switches them off', async () => {
    const rate = async (...args: readonly string[]): Promise<string | null> => {
      await using command = await start('--port', '0', ...args)
      return (await readOrder(command.said.out, reference)).headers.get('x-amzn-ratelimit-limit')
    }
    expect(await rate()).toBe('0.5')
    expect(await rate('--quota', '0.1')).toBe('0.05')
    await using unlimited = await start('--port', '0', '--quota', 'off')
    const answers = await Promise.all(Array.from({ length: 40 }, () => readOrder(unlimited.said.out, reference)))
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  it('reports a port that is taken, and what to do', async () => {
    await using first = await start('--port', '0')
    const { port } = new URL(printed(first.said.out, 'Selling Partner API'))
    await using second = await start('--port', port)
    expect(await second.end()).toBe(1)
    expect(second.said).toEqual({
      out: '',
      err: `Port ${port} on 127.0.0.1 is taken. Choose another one with --port; --port 0 takes any free one.\n`,
    })
  })

  it('reports an address that is not this machine’s', async () => {
    await using command = await start('--host', '192.0.2.1')
    expect(await command.end()).toBe(1)
    expect(command.said.err).toMatch(/^Can't listen on 192\.0\.2\.1, port 9001: .*EADDRNOTAVAIL/)
  })

  it.each([
    [['--prot', '1'], /unknown option '--prot'[^]*Did you mean --port\?/],
    [['--port', 'nine'], /'--port <port>' argument 'nine' is invalid\. It must be a whole number\./],
    [['--port', '70000'], /A port is at most 65535\./],
    [['--port'], /'--port <port>' argument missing/],
    [['--quota', '0'], /It must be a number above 0, or off\./],
    [['--latency', '-1'], /'--latency <ms>'/],
    [['start'], /too many arguments/],
  ])('refuses %j', async (args, message) => {
    await using command = await start(...args)
    expect(await command.end()).toBe(2)
    expect(command.said.err).toMatch(message)
    expect(command.said.err).toContain('See --help.')
    expect(command.said.out).toBe('')
  })

  it('explains its options', async () => {
    await using command = await start('--help')
    expect(await command.end()).toBe(0)
    for (const option of ['--port', '--host', '--quota', '--latency']) expect(command.said.out).toContain(option)
  })
})
