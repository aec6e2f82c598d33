import { isNestedDeeperThan } from './json-depth.ts'
import type { AnswerBody } from './upstream-request.ts'

/** Bytes after decompression. An order with hundreds of items stays under 1 MiB. */
export const maxBodyBytes = 4 * 1024 * 1024
/** An order has fewer than ten. JSON nested thousands deep can be parsed, but writing it again recurses. */
const maxLevels = 200

/**
 * Reads an answer's body to its end, and counts the bytes that come out of decompression. Cancels the rest of a body
 * that is longer than `maxBodyBytes`. Rejects as the stream does when it is cut short or aborted.
 */
export async function readBody(response: Response): Promise<AnswerBody> {
  if (response.body === null) return { kind: 'empty' }
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > maxBodyBytes) return { kind: 'oversized' }
    chunks.push(chunk)
  }
  const text = decode(Buffer.concat(chunks), declaredCharset(response.headers.get('content-type')))
  return text === null ? { kind: 'unreadable' } : parseJson(text)
}

/** Returns the charset that a content type names, in lower case, or UTF-8 where it names none. */
function declaredCharset(contentType: string | null): string {
  const charset = /;\s*charset\s*=\s*["']?([^\s;,"']+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8'
  // A decoder reads ASCII as Windows-1252, in which every byte means something. All of ASCII is UTF-8.
  return /^(?:us-)?ascii$/.test(charset) ? 'utf-8' : charset
}

/**
 * Returns the text, without a byte order mark, or null for a charset that we don't know and for bytes that aren't text
 * in it. A lenient decoder would put `�` into a name, and the name would be stored.
 */
function decode(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function parseJson(text: string): AnswerBody {
  if (text.trim() === '') return { kind: 'empty' }
  if (isNestedDeeperThan(maxLevels, text)) return { kind: 'unreadable' }
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch {
    return { kind: 'unreadable' }
  }
}
