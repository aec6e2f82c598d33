import { generatedBy, type Contract, type ContractProcedure } from '../contract.ts'
import { docComment, typeDeclaration } from './type-declaration.ts'

/** Returns `router.gen.ts`: every named type, and the router type for tRPC's client. */
export function routerFile({ procedures, types, failure }: Contract): string {
  // Our own client watches: tRPC's can't send a tenant or a token with an EventSource.
  const called = procedures.filter(({ type }) => type !== 'subscription')
  const kinds = [...new Set(called.map(procedureType))].toSorted()
  return [
    `// ${generatedBy}\n`,
    `import type { TRPCBuiltRouter, ${kinds.join(', ')} } from '@trpc/server'\n`,
    ...[...types].map(([name, schema]) => typeDeclaration(name, schema, types)),
    docComment(['The router for tRPC’s own client: `createTRPCClient<OrderportRouter>(…)`']) +
      'export type OrderportRouter = TRPCBuiltRouter<\n' +
      `  { ctx: object; meta: object; errorShape: ${failure}; transformer: false },\n` +
      `${record(called, [], '  ')}\n` +
      '>\n',
  ].join('\n')
}

/** Returns the type of the procedures below a path of the router, each with its documentation. */
function record(procedures: readonly ContractProcedure[], place: readonly string[], indent: string): string {
  const below = procedures.filter(({ path }) => place.every((name, index) => path[index] === name))
  const names = [...new Set(below.map(({ path }) => path[place.length] ?? ''))]
  const inner = `${indent}  `
  const entries = names.map((name) => {
    const here = [...place, name]
    const procedure = below.find(({ path }) => path.join('.') === here.join('.'))
    if (procedure === undefined) return `${inner}${name}: ${record(below, here, inner).trimStart()}\n`
    const { meta, input, inputOptional, output } = procedure
    const comment = docComment([meta.summary, meta.description], inner)
    const types = `input: ${input}${inputOptional ? ' | undefined' : ''}; output: ${output}; meta: object`
    return `${comment}${inner}${name}: ${procedureType(procedure)}<{ ${types} }>\n`
  })
  return `${indent}{\n${entries.join('')}${indent}}`
}

function procedureType({ type }: ContractProcedure): string {
  return type === 'query' ? 'TRPCQueryProcedure' : 'TRPCMutationProcedure'
}
