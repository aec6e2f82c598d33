import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { z } from 'zod'
import { readCertificates, readPemFile, text } from './variables.ts'

/** TLS of the internal listener: the contents of PEM files. */
export interface TlsSettings {
  readonly certificate: string
  readonly key: string
  /** The authority that must have signed a peer's certificate; null: peers need none. */
  readonly clientAuthority: string | null
}

export const tlsVariables = {
  TLS_CERT: text.optional(),
  TLS_KEY: text.optional(),
  TLS_CLIENT_CA: text.optional(),
}

type Variables = z.infer<z.ZodObject<typeof tlsVariables>>

/** Reads the PEM files that the variables name; null without any. Adds a line to `faults` for each thing wrong. */
export function tlsFromEnvironment(variables: Variables, faults: string[]): TlsSettings | null {
  const { TLS_CERT: certPath, TLS_KEY: keyPath, TLS_CLIENT_CA: caPath } = variables
  if (certPath === undefined && keyPath === undefined && caPath === undefined) return null
  if (certPath === undefined || keyPath === undefined) {
    faults.push('TLS_CERT and TLS_KEY: must both be set with any of TLS_CERT, TLS_KEY and TLS_CLIENT_CA')
    return null
  }
  const certificate = readPemFile('TLS_CERT', certPath, faults)
  const key = readPemFile('TLS_KEY', keyPath, faults)
  const clientAuthority = caPath === undefined ? null : readCertificates('TLS_CLIENT_CA', caPath, faults)
  if (certificate === null || key === null || (caPath !== undefined && clientAuthority === null)) return null
  if (!isUsable(certificate, key)) {
    faults.push('TLS_CERT and TLS_KEY: must be a certificate and its own key, in PEM without a passphrase')
  }
  return { certificate, key, clientAuthority }
}

/** Returns whether the private key belongs to the certificate. */
function isUsable(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
