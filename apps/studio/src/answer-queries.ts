import type { Inspection } from '@orderport/db'
import { z } from 'zod'

const statementSchema = z.object({ sql: z.string(), parameters: z.array(z.unknown()).default([]) })

const requestSchema = z.discriminatedUnion('procedure', [
  z.object({ procedure: z.literal('query'), query: statementSchema }),
  z.object({ procedure: z.literal('sequence'), sequence: z.array(statementSchema).max(100) }),
  z.object({ procedure: z.literal('transaction'), queries: z.array(statementSchema).max(100) }),
  z.object({ procedure: z.enum(['sql-lint', 'query-insights']) }),
])

type Statement = z.infer<typeof statementSchema>

/** A failure first, or null and the rows. */
type Result = readonly [Failure] | readonly [null, unknown]

interface Failure {
  readonly name: string
  readonly message: string
}

/**
 * Answers one request of Prisma's page, in the form that it reads. Each statement runs alone: nothing that one changes
 * about its session is there for the next.
 */
export async function answerQueries(inspection: Pick<Inspection, 'run'>, body: unknown): Promise<unknown> {
  const request = requestSchema.safeParse(body)
  if (!request.success) return [failure(new Error('This request is not one of Prisma Studio’s.'))]
  switch (request.data.procedure) {
    case 'query':
      return await resultOf(inspection, request.data.query)
    case 'sequence':
      return await resultsOf(inspection, request.data.sequence)
    case 'transaction': {
      const results = await resultsOf(inspection, request.data.queries)
      return results.find(([error]) => error !== null) ?? [null, results.map(([, rows]) => rows)]
    }
    case 'sql-lint':
    case 'query-insights':
      return [failure(new Error(`Executor does not support ${request.data.procedure}`))]
  }
}

/** Stops at the first failure, which is the last result. */
async function resultsOf(inspection: Pick<Inspection, 'run'>, statements: readonly Statement[]): Promise<Result[]> {
  const results: Result[] = []
  for (const statement of statements) {
    const result = await resultOf(inspection, statement)
    results.push(result)
    if (result[0] !== null) break
  }
  return results
}

async function resultOf(inspection: Pick<Inspection, 'run'>, statement: Statement): Promise<Result> {
  try {
    return [null, await inspection.run(statement)]
  } catch (error) {
    return [failure(error)]
  }
}

function failure(error: unknown): Failure {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) }
}
