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
