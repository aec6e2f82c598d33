import { describe, expect, it } from 'vitest'
import { inspectProcess, parsePsLine } from './running-process.ts'

describe('a running process', () => {
  it('is identified by its start time and its command', async () => {
    const self = await inspectProcess(process.pid)
    expect(self?.startedAt).toMatch(/\d/)
    expect(self?.command).toMatch(/\S/)
    expect(await inspectProcess(process.pid)).toEqual(self)
  })

  it('is null when no process has the pid', async () => {
    expect(await inspectProcess(2 ** 30)).toBeNull()
  })

  it('is read from a line of ps, unless it is a zombie', () => {
    expect(parsePsLine('Ss   Sun Nov  2 15:54:01 2026     /opt/pg/postgres -D /data dir -c port=1\n')).toEqual({
      startedAt: 'Sun Nov  2 15:54:01 2026',
      command: '/opt/pg/postgres -D /data dir -c port=1',
    })
    expect(parsePsLine('Z    Sun Nov  2 15:54:01 2026     (postgres)')).toBeNull()
    expect(parsePsLine('')).toBeNull()
  })
})
