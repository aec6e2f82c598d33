// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs this polyfill, and does not import it
import 'reflect-metadata'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509'
import { webcrypto } from 'node:crypto'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000

/** A certificate and its key, in PEM. */
interface CertifiedKey {
  readonly certificate: string
  readonly key: string
}

export interface Authority {
  readonly certificate: string
  /** Issues a certificate for 127.0.0.1. */
  certify(name: string): Promise<CertifiedKey>
}

/** Creates a certificate authority for one test. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=${name}`,
    keys,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  })
  return {
    certificate: authority.toString('pem'),
    certify: (subject) => certify(subject, { authority, signingKey: keys.privateKey }),
  }
}

async function certify(
  name: string,
  { authority, signingKey }: { readonly authority: X509Certificate; readonly signingKey: webcrypto.CryptoKey },
): Promise<CertifiedKey> {
  const { publicKey, privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    ...validity(),
    subject: `CN=${name}`,
    issuer: authority.subject,
    publicKey,
    signingKey,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  })
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY')
  return { certificate: certificate.toString('pem'), key }
}

function validity() {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + day), signingAlgorithm: algorithm }
}
