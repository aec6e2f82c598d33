import { describe, expect, it } from 'vitest'
import { checkPlatform, isRecentNode } from './platform.mjs'

describe('the platform', () => {
  it.each([
    { os: 'linux', cpu: 'x64', glibc: true },
    { os: 'linux', cpu: 'arm64', glibc: true },
    { os: 'darwin', cpu: 'arm64', glibc: false },
  ])('$os on $cpu passes', (machine) => {
    expect(() => checkPlatform({ ...machine, node: '24.0.0' })).not.toThrow()
  })

  it.each([
    { os: 'win32', cpu: 'x64', glibc: false, says: 'system (win32)' },
    { os: 'linux', cpu: 'riscv64', glibc: true, says: 'processor (riscv64)' },
    { os: 'linux', cpu: 'x64', glibc: false, says: 'no GNU C library' },
  ])('$os on $cpu is refused in one line', ({ says, ...machine }) => {
    expect(() => checkPlatform({ ...machine, node: '24.0.0' })).toThrow(says)
  })

  it('has a recent Node.js from 24 on: older ones can’t parse `await using`', () => {
    expect(['24.0.0', '24.21.0', '26.10.0'].filter(isRecentNode)).toHaveLength(3)
    expect(['20.20.2', '22.18.0', '22.23.2', '23.11.0'].filter(isRecentNode)).toEqual([])
  })
})
