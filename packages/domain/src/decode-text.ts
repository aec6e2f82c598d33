/**
 * Returns the text of an answer by the charset that its content type declares, UTF-8 unless it declares one, without a
 * byte order mark. Returns null for bytes that aren't text of that charset, and for a charset that is unknown: a
 * lenient decoder would put `�` into a name, and the name would be stored in place of what was known.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string | null {
  try {
    return new TextDecoder(declaredCharset(contentType), { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function declaredCharset(contentType: string | null): string {
  const charset = /;\s*charset\s*=\s*["']?([^\s;,"']+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  // A decoder reads ASCII as Windows-1252, in which every byte means something. All of ASCII is UTF-8.
  return /^(?:us-)?ascii$/i.test(charset) ? 'utf-8' : charset
}
