import { describe, expect, it } from 'vitest'
import { startVaultSimulator, type VaultSimulator } from './simulator.ts'

function ask(vault: VaultSimulator, signal?: AbortSignal): Promise<Response> {
  return fetch(`${vault.url}/v1/secret/data/a`, {
    headers: { connection: 'close', 'x-vault-token': vault.rootToken },
    redirect: 'manual',
    ...(signal === undefined ? {} : { signal }),
  })
}

function outcomeOf(answer: Promise<Response>): Promise<string> {
  return answer.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  )
}

describe('faults', () => {
  it.each([
    [{ kind: 'html' }, 200, /<!doctype html>/u],
    [{ kind: 'status', status: 500, body: { errors: ['internal error'] } }, 500, /internal error/u],
    [{ kind: 'bytes', contentType: 'text/plain; charset=iso-8859-1', body: Uint8Array.of(0x68, 0x69) }, 200, /^hi$/u],
    [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 307, /^$/u],
    [{ kind: 'delay', milliseconds: 1 }, 404, /errors/u],
  ] as const)('%o answers so', async (fault, status, body) => {
    await using vault = await startVaultSimulator()
    vault.faults.push({ fault, times: 1 })
    const response = await ask(vault)
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(body)
    expect((await ask(vault)).status).toBe(404)
  })

  it.each([
    [{ charset: 'iso-8859-1' }, 'application/json; charset=iso-8859-1', 'iso-8859-1'],
    [{ charset: 'iso-8859-1', declared: null }, 'application/json', 'iso-8859-1'],
    [{ charset: 'utf-16le' }, 'application/json; charset=utf-16le', 'utf-16le'],
    [{ declared: 'x-unheard-of' }, 'application/json; charset=x-unheard-of', 'utf-8'],
    [{ byteOrderMark: true }, 'application/json; charset=utf-8', 'utf-8'],
  ] as const)('a secret is answered in other bytes with %j', async (encoding, type, charset) => {
    await using vault = await startVaultSimulator()
    vault.put('a', { name: 'Élodie – 遥' })
    vault.faults.push({ fault: { kind: 'encoded', ...encoding }, times: 1 })
    const response = await ask(vault)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes)
    expect(JSON.parse(text)).toMatchObject({ data: { data: { name: 'Élodie – 遥' } } })
    if ('byteOrderMark' in encoding) expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect((await ask(vault)).headers.get('content-type')).toBe('application/json')
  })

  it.each(['Élodie', 'ascii'])(
    'a damaged secret is no UTF-8, but a lossy reader takes it for text: %s',
    async (name) => {
      await using vault = await startVaultSimulator()
      vault.put('a', { name })
      vault.faults.push({ fault: { kind: 'encoded', damaged: true } })
      const bytes = new Uint8Array(await (await ask(vault)).arrayBuffer())
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow('not valid')
      expect(JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)))).toContain('\uFFFD')
    },
  )

  it('a reset ends the connection without an answer', async () => {
    await using vault = await startVaultSimulator()
    vault.faults.push({ fault: { kind: 'reset' } })
    await expect(ask(vault)).rejects.toThrow('fetch failed')
    expect(vault.requestLog.requests).toMatchObject([{ status: null }])
  })

  it('a truncated answer ends in the middle of its body', async () => {
    await using vault = await startVaultSimulator()
    vault.faults.push({ fault: { kind: 'truncated' } })
    const response = await ask(vault)
    await expect(response.text()).rejects.toThrow('terminated')
  })

  it('a fault meets the named path alone, and a hang continues when released', async () => {
    await using vault = await startVaultSimulator()
    vault.faults.push({ fault: { kind: 'reset' }, path: 'auth/' })
    const hang = vault.faults.push({ fault: { kind: 'hang' }, path: 'secret/' })
    const answer = ask(vault)
    await hang.met
    hang.release()
    expect((await answer).status).toBe(404)
  })

  it('a client can give up on a hang, and closing ends what still hangs', async () => {
    const vault = await startVaultSimulator()
    const hang = vault.faults.push({ fault: { kind: 'hang' } })
    const controller = new AbortController()
    const givenUp = outcomeOf(ask(vault, controller.signal))
    await hang.met
    controller.abort()
    expect(await givenUp).toBe('AbortError')
    const again = vault.faults.push({ fault: { kind: 'hang' }, path: 'secret/' })
    hang.release()
    const left = outcomeOf(ask(vault))
    await again.met
    await vault.close()
    expect(await left).toBe('TypeError')
    await vault.close()
  })
})
