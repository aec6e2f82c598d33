import { expect, it } from 'vitest'
import { z } from 'zod'
import { compiled } from './compiled.ts'
import { appRouter } from './router.ts'

it('a compiled schema parses, refuses and describes as before', () => {
  const schema = compiled(z.object({ name: z.string() }).meta({ id: 'CompiledName', description: 'A name' }))
  expect(schema.parse({ name: 'Zoé', other: 1 })).toEqual({ name: 'Zoé' })
  expect(schema.safeParse({ name: 1 }).error?.issues).toMatchObject([{ path: ['name'], code: 'invalid_type' }])
  expect(schema.meta()).toEqual({ id: 'CompiledName', description: 'A name' })
})

it('a schema with an asynchronous refinement is refused: no call would be fast again', () => {
  const slow = z.object({ name: z.string().refine(async (name) => name !== '') })
  expect(() => compiled(slow)).toThrow(/async/i)
})

it('the output of every procedure is compiled', () => {
  const parsers = Object.values(appRouter.orders).map((procedure) =>
    ['_def', 'output', '_zod', 'bag', 'fallbackRun'].reduce<unknown>(property, procedure),
  )
  expect(parsers).toHaveLength(4)
  for (const parser of parsers) expect(parser).toBeTypeOf('function')
})

function property(value: unknown, name: string): unknown {
  const holdsProperties = typeof value === 'function' || (typeof value === 'object' && value !== null)
  return holdsProperties ? Reflect.get(value, name) : undefined
}
