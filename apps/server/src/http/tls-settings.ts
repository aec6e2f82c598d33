/** The contents of PEM files. */
export interface TlsSettings {
  readonly certificate: string
  readonly key: string
  /** Whose clients' certificates count; null where none is asked for. */
  readonly clientAuthority: string | null
}

/** TLS as Node takes it. A client without a certificate gets through to what anyone may call: the routes' guards refuse it. */
export function httpsOptions({ certificate, key, clientAuthority }: TlsSettings) {
  return {
    cert: certificate,
    key,
    minVersion: 'TLSv1.2',
    requireHostHeader: false,
    ...(clientAuthority === null ? {} : { ca: clientAuthority, requestCert: true, rejectUnauthorized: false }),
  } as const
}
