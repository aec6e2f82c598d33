import { expect, it } from 'vitest'
import { loadConfig } from './config.ts'
import { makeAuthority } from '../../test/harness/certificates.ts'
import { faultsOf, least } from '../../test/harness/config-faults.ts'
import { pemFiles } from '../../test/harness/pem-files.ts'

it('accepts a certificate with its own key, and an authority for clients; reports all else in one line', async () => {
  const authority = await makeAuthority('authority')
  const server = await authority.certify('server')
  const another = await authority.certify('another')
  await using files = await pemFiles({
    'cert.pem': server.certificate,
    'key.pem': server.key,
    'another.pem': another.key,
    'ca.pem': authority.certificate,
    'hunter2.pem': 'hunter2',
  })
  const TLS_CERT = files.pathOf('cert.pem')
  const TLS_KEY = files.pathOf('key.pem')
  const TLS_CLIENT_CA = files.pathOf('ca.pem')
  const plain = { certificate: server.certificate, key: server.key }
  expect(loadConfig({ ...least, TLS_CERT, TLS_KEY }).tls).toEqual({ ...plain, clientAuthority: null })
  expect(loadConfig({ ...least, TLS_CERT, TLS_KEY, TLS_CLIENT_CA }).tls).toEqual({
    ...plain,
    clientAuthority: authority.certificate,
  })
  const wrong: [Record<string, string>, string][] = [
    [{ TLS_CERT }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_KEY }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_CLIENT_CA }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_CERT, TLS_KEY: files.pathOf('another.pem') }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_CERT: files.pathOf('hunter2.pem'), TLS_KEY }, 'TLS_CERT and TLS_KEY'],
    [{ TLS_CERT: '/nowhere/hunter2.pem', TLS_KEY }, 'TLS_CERT'],
    [{ TLS_CERT, TLS_KEY: '/nowhere/hunter2.pem' }, 'TLS_KEY'],
    [{ TLS_CERT, TLS_KEY, TLS_CLIENT_CA: '/nowhere/hunter2.pem' }, 'TLS_CLIENT_CA'],
    [{ TLS_CERT, TLS_KEY, TLS_CLIENT_CA: files.pathOf('hunter2.pem') }, 'TLS_CLIENT_CA'],
  ]
  for (const [variables, name] of wrong) {
    const faults = faultsOf({ ...least, ...variables })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(new RegExp(`^${name}: `))
    expect(faults[0]).not.toContain('hunter2')
  }
})
