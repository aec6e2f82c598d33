const declaredCharset = /;\s*charset\s*=\s*"?([^\s";]+)/i

/**
 * Returns the text of an answer by the charset that its content type declares, UTF-8 unless it declares one. Returns
 * null for bytes that aren't text of that charset, and for a charset that is unknown: replacing what can't be read
 * would pass for text, and be stored in place of what was known.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string | null {
  const charset = declaredCharset.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
