import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CommandDeps } from './define-command.ts'
import { InputError } from './explain-failure.ts'
import type { Terminal } from './terminal.ts'

const mostBytes = 10 * 1024 * 1024

/**
 * Returns what reads a file that an operator names, from the folder where npm was called, or standard input for `-`.
 * It throws InputError for a file that can't be read, and for one of more than 10 MB.
 */
export function inputReader(
  terminal: Pick<Terminal, 'read'>,
  environment: Readonly<Record<string, string | undefined>>,
): CommandDeps['readInput'] {
  return async (file) => {
    const bytes = file === '-' ? await terminal.read() : await read(resolve(environment['INIT_CWD'] ?? '.', file))
    if (bytes.length > mostBytes) throw new InputError(['the file is larger than 10 MB'])
    return bytes
  }
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw new InputError([`the file can’t be read (${code})`], { cause: error })
  }
}
