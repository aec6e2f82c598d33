import { cp, mkdir, readFile } from 'node:fs/promises'
import { join, matchesGlob, posix, relative } from 'node:path'
import { runProgram } from '../testing/run-program.ts'
import type { Instruction, Stage } from './read-dockerfile.ts'

/** What changes nothing in the image's files. */
const withoutFiles = new Set(['LABEL', 'ENV', 'USER', 'EXPOSE', 'STOPSIGNAL', 'ENTRYPOINT'])

export interface RunStagesOptions {
  /** The build's context. */
  readonly context: string
  readonly ignoreFile: string
  /** An existing folder; each stage gets one in it, which stands for the image's root. */
  readonly folder: string
  /** Variables for RUN, beside PATH. */
  readonly variables: NodeJS.ProcessEnv
}

/**
 * Runs the COPY and RUN instructions of a Dockerfile without a container: each stage's files are in a folder of its
 * own, without those of its image. Returns the last stage's folder. Throws for an instruction that it doesn't know, and
 * with the output of a RUN that fails.
 */
export async function runStages(stages: readonly Stage[], options: RunStagesOptions): Promise<string> {
  const isIgnored = ignoring(await readFile(options.ignoreFile, 'utf8'))
  const copyContext = (to: string) =>
    cp(options.context, to, {
      recursive: true,
      filter: (path) => !isIgnored(relative(options.context, path)),
    })

  async function runInstruction(root: string, workdir: string, instruction: Instruction): Promise<void> {
    const { name, flags, rest } = instruction
    if (name === 'RUN') {
      const cwd = join(root, workdir)
      const { variables } = options
      const run = await runProgram({ file: '/bin/sh', args: ['-c', rest], cwd, variables })
      if (run.code !== 0) throw new Error(`RUN ${rest} failed:\n${run.stdout}${run.stderr}`)
    } else if (name === 'COPY') {
      const [source = '', target = '', ...others] = rest.split(' ')
      if (others.length > 0) throw new Error(`COPY of more than one path: ${rest}`)
      const to = join(root, posix.resolve(workdir, target))
      if (flags['from'] !== undefined) await cp(join(options.folder, flags['from'], source), to, { recursive: true })
      else if (source === '.') await copyContext(to)
      else throw new Error(`COPY of a part of the context: ${rest}`)
    } else if (!withoutFiles.has(name)) {
      throw new Error(`${name} is not an instruction that this knows.`)
    }
  }

  let root = ''
  for (const stage of stages) {
    root = join(options.folder, stage.name)
    let workdir = '/'
    for (const instruction of stage.instructions) {
      if (instruction.name === 'WORKDIR') {
        workdir = posix.resolve(workdir, instruction.rest)
        await mkdir(join(root, workdir), { recursive: true })
      } else {
        await runInstruction(root, workdir, instruction)
      }
    }
  }
  return root
}

/** Returns whether a path of the context is left out: patterns without `!`, as .dockerignore has them. */
function ignoring(text: string): (path: string) => boolean {
  const patterns = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return (path) => patterns.some((pattern) => matchesGlob(path, pattern))
}
