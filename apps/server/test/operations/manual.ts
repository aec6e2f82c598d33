import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const manual = join(import.meta.dirname, '../../../../docs/operations.md')

/** The shell commands below a heading of the operators' manual, one text for each of its blocks. */
export function commandsBelow(heading: string): readonly string[] {
  const [, section] = readFileSync(manual, 'utf8').split(`\n## ${heading}\n`)
  if (section === undefined) throw new Error(`The manual has no section ${heading}.`)
  const [text = ''] = section.split('\n## ', 1)
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands)
}

/**
 * Returns the commands with the values that their reader fills in: those of the lines that begin with `export`. Marks
 * each that was given in `used`.
 */
export function fillIn(commands: string, values: Readonly<Record<string, string>>, used: Set<string>): string {
  return commands.replaceAll(/^export (\w+)=.*$/gm, (line, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The manual asks for a value that the test does not have: ${line}`)
    used.add(name)
    return `export ${name}='${value}'`
  })
}
