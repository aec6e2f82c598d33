import { decodeText } from '@orderport/domain'
import { isNestedDeeperThan } from './json-depth.ts'
import type { AnswerBody } from './upstream-request.ts'

/** Bytes after decompression. An order with hundreds of items stays under 1 MiB. */
export const maxBodyBytes = 4 * 1024 * 1024
/** An order has fewer than ten. JSON nested thousands deep can be parsed, but writing it again recurses. */
const maxLevels = 200

/**
 * Reads an answer's body to its end, and counts the bytes that come out of decompression. Cancels the rest of a body
 * that is longer than `maxBytes`. Rejects as the stream does when it is cut short or aborted.
 */
export async function readBody(response: Response, maxBytes = maxBodyBytes): Promise<AnswerBody> {
  if (response.body === null) return { kind: 'empty' }
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop cancels the stream.
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) return { kind: 'oversized' }
    chunks.push(chunk)
  }
  const text = decodeText(Buffer.concat(chunks), response.headers.get('content-type'))
  return text === null ? { kind: 'unreadable' } : parseJson(text)
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
