import { stat } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { explainUnstartable, findBinaries, majorVersion, programPath } from './binaries.ts'

describe('the PostgreSQL binaries', () => {
  it('are installed for this machine, with initdb and postgres', async () => {
    const binaries = findBinaries(process)
    expect(majorVersion(binaries)).toMatch(/^\d\d$/)
    for (const program of ['initdb', 'postgres'] as const) {
      expect((await stat(programPath(binaries, program))).mode & 0o111).not.toBe(0)
    }
  })

  it('that are missing are reported with the platform’s name and what to use instead', () => {
    expect(() => findBinaries({ platform: 'sunos', arch: 'sparc' })).toThrow(
      /no embedded PostgreSQL for sunos-sparc: .*TEST_DATABASE_URL/,
    )
  })

  it('that lack their C library fail with that reason, not with "no such file"', () => {
    const error = Object.assign(new Error('spawn ENOENT'), { code: 'ENOENT' })
    expect(explainUnstartable(process.execPath, error).message).toContain('glibc')
    expect(explainUnstartable('/no/such/program', error).message).toContain('spawn ENOENT')
  })
})
