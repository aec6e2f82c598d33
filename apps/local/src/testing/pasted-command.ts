import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The options of curl that our commands use, each followed by a value. */
const options = { header: '-H', body: '-d', write: '-w' }

/**
 * Does what a shell does with a pasted `curl` line. A real shell parses the line with all its quoting; only curl itself
 * is replaced, because not every machine has it.
 */
export async function paste(line: string): Promise<{ status: number; body: unknown }> {
  const { stdout } = await run('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], { timeout: 10_000 })
  const request = parse(stdout.split('\0').slice(0, -1))
  const answer = await fetch(request.url, {
    method: request.body === null ? 'GET' : 'POST',
    headers: request.headers,
    body: request.body,
    signal: AbortSignal.timeout(20_000),
  })
  return { status: answer.status, body: await answer.json() }
}

function parse(words: readonly string[]): { url: string; headers: Headers; body: string | null } {
  const headers = new Headers()
  let url: string | null = null
  let body: string | null = null
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const value = words[at + 1] ?? ''
    if (word === options.header) headers.append(...splitHeader(value))
    else if (word === options.body) body = value
    else if (word.startsWith('http')) url = word
    else if (word !== options.write && word !== '-sS') throw new Error(`This test does not know curl's ${word}`)
    if (Object.values(options).includes(word)) at += 1
  }
  if (url === null) throw new Error('The command names no address')
  return { url, headers, body }
}

function splitHeader(text: string): [string, string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1).trim()]
}
