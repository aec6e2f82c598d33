import { initTRPC } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readContract } from './read-contract.ts'
import { routerFile } from './typescript/router-file.ts'

const t = initTRPC.meta<{ summary: string; description: string; failures: readonly string[] }>().create()
const data = z.object({ appCode: z.string().describe('What') }).meta({ id: 'FailureData', description: 'What failed' })
const failure = z.object({ data: data.describe('Why') }).meta({ id: 'Failure', description: 'A failure' })
const meta = { summary: 'Finds it', description: 'Whatever it is.', failures: [] }
const thing = z.object({ size: z.int().describe('In metres') }).meta({ id: 'Thing', description: 'A thing' })
const wanted = z.object({ name: z.string().describe('Its name') }).meta({ id: 'Wanted', description: 'Which one' })

/** The contract of a router with one procedure, `find`, with these schemas. */
function contractOf(schemas: { input?: z.ZodType; output?: z.ZodType } = {}) {
  const procedure = t.procedure.meta(meta).input(schemas.input ?? wanted)
  const find = procedure.output(schemas.output ?? thing).query(() => ({ size: 1 }))
  return readContract({ router: t.router({ find }), failure })
}

describe('a contract', () => {
  it('sorts procedures and named types by name, whatever their order in the router', () => {
    const find = t.procedure
      .meta(meta)
      .input(wanted)
      .output(thing)
      .query(() => ({ size: 1 }))
    const make = t.procedure
      .meta(meta)
      .input(wanted)
      .output(thing)
      .mutation(() => ({ size: 1 }))
    const one = readContract({ router: t.router({ find, sub: t.router({ make }) }), failure })
    const other = readContract({ router: t.router({ sub: t.router({ make }), find }), failure })
    expect(other).toEqual(one)
    expect(one.procedures.map(({ path, type }) => [path, type])).toEqual([
      [['find'], 'query'],
      [['sub', 'make'], 'mutation'],
    ])
    expect([...one.types.keys()]).toEqual(['Failure', 'FailureData', 'Thing', 'Wanted'])
    expect(routerFile(other)).toBe(routerFile(one))
  })

  it('says whether an input is optional', () => {
    expect(contractOf().procedures[0]?.inputOptional).toBe(false)
    expect(contractOf({ input: wanted.partial().meta({ id: 'Any' }).prefault({}) }).procedures[0]).toMatchObject({
      input: 'Any',
      inputOptional: true,
    })
  })

  it.each([
    ['a router without procedures', () => readContract({ router: t.router({}), failure }), /no procedures/],
    ['an input without a name', () => contractOf({ input: z.object({}) }), /find: its input has no name/],
    ['an output without a name', () => contractOf({ output: z.object({}) }), /find: its output has no name/],
    [
      'a procedure without a description',
      () =>
        readContract({
          router: t.router({
            find: t.procedure
              .input(wanted)
              .output(thing)
              .query(() => ({ size: 1 })),
          }),
          failure,
        }),
      /meta/,
    ],
    [
      'a procedure without an output',
      () =>
        readContract({
          router: t.router({
            find: t.procedure
              .meta(meta)
              .input(wanted)
              .query(() => 1),
          }),
          failure,
        }),
      /output/,
    ],
    [
      'a type that is sent in another form than it arrives in',
      () => {
        const both = z.object({ size: z.int().default(1).describe('x') }).meta({ id: 'Both', description: 'x' })
        return contractOf({ input: both, output: both })
      },
      /Both is sent in another form/,
    ],
  ])('is refused for %s', (_case, read, message) => {
    expect(read).toThrow(message)
  })
})

describe('the router file', () => {
  it.each([
    ['a field without a description', z.object({ a: z.string() }), /Thing2\.a has no description/],
    ['an object without a name inside another', z.object({ a: z.object({}).describe('x') }), /give an object a name/],
    ['a field that may be anything', z.object({ a: z.unknown().describe('x') }), /No type for/],
    ['a field that may be any', z.object({ a: z.any().describe('x') }), /No type for/],
    ['a record', z.object({ a: z.record(z.string(), z.string()).describe('x') }), /give an object a name/],
    [
      'a type that does not extend what it claims',
      thing.pick({ size: true }).extend({ size: z.string() }),
      /extend Thing/,
    ],
  ])('is refused for %s', (_case, output, message) => {
    const named = output.meta({
      id: 'Thing2',
      description: 'x',
      ...(/extend /.test(message.source) ? { extends: 'Thing' } : {}),
    })
    const input = z.object({ a: thing.describe('x') }).meta({ id: 'Input', description: 'x' })
    expect(() => routerFile(contractOf({ input, output: named }))).toThrow(message)
  })
})
