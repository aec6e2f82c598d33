import { z } from 'zod'

/**
 * Returns the schema with a parser that Zod generates for it, several times as fast; the schema's metadata moves along.
 * Throws for a schema that Zod can't compile, such as one with an asynchronous refinement: it would be slow unnoticed.
 */
export function compiled<Schema extends z.ZodType>(schema: Schema): Schema {
  const fast = z.compile(schema, { strict: true })
  const meta = z.globalRegistry.get(schema)
  z.globalRegistry.remove(schema)
  if (meta !== undefined) z.globalRegistry.add(fast, meta)
  return fast
}
