import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.mjs'

describe('the diagnosis of a failed step', () => {
  it.each([
    ['npm error code ENOTFOUND\nnpm error network request failed', 'can’t be reached'],
    ['npm http fetch GET http://127.0.0.1:9/x attempt 2 failed with ECONNREFUSED', 'can’t be reached'],
    ['client error (Connect): tcp connect error: Connection refused (os error\n 111)', 'can’t be reached'],
    ['npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate isn’t trusted'],
    ['npm error code E401', 'refuses this machine'],
    ['npm error code E404', 'lacks a package'],
    ['ENOSPC: no space left on device, write', 'disk is full'],
    ['ERR_PNPM_OUTDATED_LOCKFILE Cannot install with "frozen-lockfile"', 'pnpm-lock.yaml doesn’t fit'],
  ])('finds the cause in %j', (output, cause) => {
    expect(diagnose(output)).toContain(cause)
  })

  it('says nothing where it knows nothing', () => {
    expect(diagnose('error: Cannot find module ./x')).toBeNull()
  })
})
