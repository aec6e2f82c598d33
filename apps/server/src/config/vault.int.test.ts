import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../../test/harness/certificates.ts'
import { faultsOf, least } from '../../test/harness/config-faults.ts'
import { pemFiles } from '../../test/harness/pem-files.ts'
import { loadConfig } from './config.ts'

const vault = { ...least, VAULT_ADDR: 'https://vault.example.org', VAULT_TOKEN: 'hvs.token' }
const mount = 'the mount alone, without /data and without slashes around it'
const folder = 'a folder below the mount, without data/ and without slashes around it'

describe('where the secrets are', () => {
  it.each([
    ['VAULT_KV_MOUNT', 'secret/data', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'secret/data/', mount, 'secret'],
    ['VAULT_KV_MOUNT', '/secret/data', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'secret/', mount, 'secret'],
    ['VAULT_KV_MOUNT', '/secret', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'secret//', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'v1/secret/data', mount, 'secret'],
    ['VAULT_KV_MOUNT', '/v1/secret', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'secret/metadata', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'secret/data/keybuzz', mount, 'secret'],
    ['VAULT_KV_MOUNT', 'teams/support/data', mount, 'teams/support'],
    ['VAULT_KV_PREFIX', 'keybuzz/', folder, 'keybuzz'],
    ['VAULT_KV_PREFIX', '/keybuzz', folder, 'keybuzz'],
    ['VAULT_KV_PREFIX', 'data/keybuzz', folder, 'keybuzz'],
    ['VAULT_KV_PREFIX', '/metadata/keybuzz/', folder, 'keybuzz'],
  ])('in %s, %s, is refused with what to write', (name, value, what, instead) => {
    expect(faultsOf({ ...vault, [name]: value })).toEqual([`${name}: must be ${what}: write ${instead}`])
    expect(faultsOf({ ...vault, [name]: instead })).toEqual([])
  })

  it.each([
    ['VAULT_KV_MOUNT', '/'],
    ['VAULT_KV_MOUNT', '../hunter2'],
    ['VAULT_KV_MOUNT', 'hunter2//kv'],
    ['VAULT_KV_MOUNT', 'hunter2?x=1'],
    ['VAULT_KV_PREFIX', 'hunter2 keybuzz'],
    ['VAULT_KV_PREFIX', 'hunter2%2fkeybuzz'],
    ['VAULT_KV_PREFIX', 'hunter2\nkeybuzz'],
  ])('in %s, %j, is refused', (name, value) => {
    expect(faultsOf({ ...vault, [name]: value })).toEqual([`${name}: must be a path of letters, digits, - and _`])
  })

  it.each(['data', 'database', 'kv/my-data', 'metadata-kv'])('may be a mount called %s', (name) => {
    expect(loadConfig({ ...vault, VAULT_KV_MOUNT: name }).vault).toMatchObject({ kvMount: name })
  })
})

describe('how to log in', () => {
  it.each([
    [{ VAULT_TOKEN: ' ' }, 'VAULT_TOKEN: must be set with VAULT_AUTH=token'],
    [
      { VAULT_AUTH: 'approle', VAULT_ROLE_ID: 'role', VAULT_SECRET_ID: '\n' },
      'VAULT_ROLE_ID and VAULT_SECRET_ID: must be set with VAULT_AUTH=approle',
    ],
    [{ VAULT_AUTH: 'kubernetes', VAULT_K8S_ROLE: '\u200B' }, 'VAULT_K8S_ROLE: must be set with VAULT_AUTH=kubernetes'],
  ])('is missing where only blanks are set: %j', (variables, fault) => {
    expect(faultsOf({ ...vault, ...variables })).toEqual([fault])
  })

  it('is not missing where it can’t be read: the fault is told once', () => {
    const unreadable = { VAULT_AUTH: 'approle', VAULT_ROLE_ID: 'role', VAULT_SECRET_ID: 'two words' }
    expect(faultsOf({ ...vault, ...unreadable }).map((line) => line.split(':')[0])).toEqual(['VAULT_SECRET_ID'])
  })
})

it('Vault’s authority must hold certificates, all of them readable', async () => {
  const [one, other] = await Promise.all([makeAuthority('one'), makeAuthority('other')])
  const bundle = `# two authorities\n${one.certificate}\n${other.certificate}\n`
  await using files = await pemFiles({
    'ca.pem': bundle,
    'broken.pem': `${one.certificate}\n-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n`,
    'empty.pem': '',
    'hunter2.pem': 'hunter2',
  })
  const withAuthority = (path: string) => ({ ...vault, VAULT_CACERT: path })
  expect(loadConfig(withAuthority(` ${files.pathOf('ca.pem')}\n`)).vault?.caCertificate).toBe(bundle)
  for (const name of ['broken.pem', 'empty.pem', 'hunter2.pem'] as const) {
    expect(faultsOf(withAuthority(files.pathOf(name)))).toEqual(['VAULT_CACERT: must hold certificates in PEM'])
  }
  expect(faultsOf(withAuthority(files.pathOf('ca.pem').replace('ca.pem', '')))).toEqual([
    'VAULT_CACERT: must be the path of a PEM file that can be read',
  ])
})
