/** Shows what is being done: in one line that changes on a terminal, else in a line for each step. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr) {
  const started = performance.now()
  const prefix = () => {
    const seconds = Math.round((performance.now() - started) / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}  `
  }
  return {
    show(message: string): void {
      const line = prefix() + message
      if (stream.isTTY) stream.write(`\r\u001B[K${line.slice(0, Math.max(stream.columns - 1, 20))}`)
      else stream.write(`${line}\n`)
    },
    clear(): void {
      if (stream.isTTY) stream.write('\r\u001B[K')
    },
  }
}
