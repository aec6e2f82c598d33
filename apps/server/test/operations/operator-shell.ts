import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const checkout = join(import.meta.dirname, '../../../..')

export interface OperatorShell extends AsyncDisposable {
  /** Runs commands as if they were typed, and returns what they printed. Throws when one of them fails. */
  run(commands: string): Promise<string>
  /** Starts commands that go on running, and resolves with the first line that `isReady` accepts. */
  start(commands: string, isReady: (line: string) => boolean): Promise<string>
}

interface ShellOptions {
  /** Where the commands are kept while they run. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Opens a shell in the checkout that keeps its variables from one call to the next, and ends at the first failure. */
export function openOperatorShell({ folder, environment }: ShellOptions): OperatorShell {
  const begin = () =>
    // A group of its own, so that whatever it starts ends with it.
    spawn('bash', ['-e', '-o', 'pipefail'], { cwd: checkout, env: { ...environment }, detached: true })
  const shell = begin()
  const shells = [shell]
  let printed = ''
  let count = 0
  // One stream, so that nothing that was printed arrives after the end was.
  shell.stdin.write('exec 2>&1\n')
  const lines = createInterface({ input: shell.stdout })
  lines.on('line', (line) => void (printed += `${line}\n`))
  const exited = once(shell, 'close')

  /** Kept in a file, so that a command which reads its standard input doesn't read the ones after it. */
  async function sourceOf(commands: string): Promise<string> {
    count += 1
    const file = join(folder, `commands-${count}.sh`)
    await writeFile(file, commands)
    return `. '${file}' </dev/null`
  }

  return {
    async run(commands) {
      printed = ''
      const end = `the commands have run ${count}`
      const source = await sourceOf(commands)
      const done = Promise.withResolvers<void>()
      const onLine = (line: string) => line === end && done.resolve()
      lines.on('line', onLine)
      shell.stdin.write(`${source}\nprintf '\\n%s\\n' '${end}'\n`)
      const failed = exited.then(() => {
        throw new Error(`A command failed:\n${commands}\nIt printed:\n${printed}`)
      })
      await Promise.race([done.promise, failed])
      lines.off('line', onLine)
      return printed.replace(end, '')
    },
    async start(commands, isReady) {
      const other = begin()
      shells.push(other)
      const said: string[] = []
      const ready = Promise.withResolvers<string>()
      createInterface({ input: other.stdout }).on('line', (line) => {
        said.push(line)
        if (isReady(line)) ready.resolve(line)
      })
      other.stderr.on('data', (chunk: Buffer) => void said.push(chunk.toString()))
      other.stdin.end(`${await sourceOf(commands)}\n`)
      const ended = once(other, 'close').then(() => {
        throw new Error(`It ended before it was ready:\n${commands}\nIt printed:\n${said.join('\n')}`)
      })
      return await Promise.race([ready.promise, ended])
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of shells) {
        const closed = once(each, 'close')
        if (each.exitCode !== null || each.signalCode !== null || each.pid === undefined) continue
        process.kill(-each.pid, 'SIGTERM')
        await closed
      }
    },
  }
}
