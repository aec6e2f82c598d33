import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { fingerprint, isStamped, stamped, workspacePackages } from './fingerprint.mjs'

describe('a fingerprint', () => {
  it('changes with a file and with a text, not with the order of the files', () => {
    using folder = temporaryFolder()
    const [one, two] = [join(folder.path, 'one'), join(folder.path, 'two')]
    writeFileSync(one, '1')
    const before = fingerprint({ files: [one, two] })
    expect(fingerprint({ files: [two, one] })).toBe(before)
    expect(fingerprint({ files: [one, two], texts: ['node 24'] })).not.toBe(before)
    writeFileSync(two, '')
    expect(fingerprint({ files: [one, two] })).not.toBe(before)
  })

  it('of nothing is refused', () => {
    expect(() => fingerprint({ files: [] })).toThrow('no files')
  })
})

describe('a stamped step', () => {
  it('counts as done for its fingerprint, and for no other', async () => {
    using folder = temporaryFolder()
    const stampFile = join(folder.path, 'made/stamp')
    await stamped({ stampFile, expected: 'a' }, async () => {})
    expect(isStamped(stampFile, 'a')).toBe(true)
    expect(isStamped(stampFile, 'b')).toBe(false)
  })

  it('that fails does not count, even if it was done before', async () => {
    using folder = temporaryFolder()
    const stampFile = join(folder.path, 'stamp')
    writeFileSync(stampFile, 'a')
    const failing = stamped({ stampFile, expected: 'a' }, () => Promise.reject(new Error('no network')))
    await expect(failing).rejects.toThrow('no network')
    expect(isStamped(stampFile, 'a')).toBe(false)
  })
})

it('every package of the workspace is found', () => {
  const folders = workspacePackages()
  expect(folders).toContainEqual(expect.stringMatching(/packages\/domain$/))
  expect(folders).toContainEqual(expect.stringMatching(/apps\/server$/))
  expect(folders).toContainEqual(expect.stringMatching(/\/bench$/))
})
