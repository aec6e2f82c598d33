/** One instruction of a Dockerfile, with the values of its build arguments filled in. */
export interface Instruction {
  /** In capitals, such as `COPY`. */
  readonly name: string
  /** Flags such as `--from=build`, by name. */
  readonly flags: Readonly<Record<string, string>>
  readonly rest: string
}

export interface Stage {
  readonly image: string
  readonly name: string
  readonly instructions: readonly Instruction[]
}

/**
 * Returns the stages of a Dockerfile, with the defaults of the arguments before the first one. Throws for a stage
 * without a name. Heredocs and escape directives are not read.
 */
export function readDockerfile(text: string): readonly Stage[] {
  const values = new Map<string, string>()
  const stages: { image: string; name: string; instructions: Instruction[] }[] = []
  for (const line of instructionLines(text)) {
    const instruction = parseInstruction(line.replaceAll(/\$\{(\w+)\}/g, (whole, name) => values.get(name) ?? whole))
    if (instruction.name === 'FROM') {
      const [, image, name] = /^(\S+) AS (\S+)$/i.exec(instruction.rest) ?? []
      if (image === undefined || name === undefined) throw new Error(`A stage without a name: ${line}`)
      stages.push({ image, name, instructions: [] })
    } else if (stages.length === 0 && instruction.name === 'ARG') {
      const [name = '', value = ''] = instruction.rest.split('=')
      values.set(name, value)
    } else {
      stages.at(-1)?.instructions.push(instruction)
    }
  }
  return stages
}

function instructionLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|$)/.test(line))
  return lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
}

function parseInstruction(line: string): Instruction {
  const [name = '', ...words] = line.trim().split(/\s+/)
  const flags: Record<string, string> = {}
  while (words[0]?.startsWith('--')) {
    const [flag = '', value = ''] = (words.shift() ?? '').slice(2).split('=')
    flags[flag] = value
  }
  return { name: name.toUpperCase(), flags, rest: words.join(' ') }
}

/** Returns the words of an instruction in the JSON form, such as `ENTRYPOINT ["node", "serve.js"]`. */
export function jsonWords({ name, rest }: Instruction): readonly string[] {
  const words: unknown = JSON.parse(rest)
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) {
    throw new Error(`${name} is not a JSON array of strings.`)
  }
  return words
}
