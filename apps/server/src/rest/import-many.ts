import { toDomainError } from '@orderport/api'
import { DomainError } from '@orderport/domain'
import { call, type RestRoute } from './route.ts'

/** `POST /api/v1/orders/import-many`: starts an import of orders that are named, that a text mentions, or of a period. */
export const importMany: RestRoute = async (request, { imports }) => {
  const { import: started, found, left } = await call(imports.start, inputOf(request.body)).catch(nameField)
  const { id, state, total } = started
  return { success: true, importId: id, state, total, found, left }
}

/** REST names the references as `import-one` does. */
function inputOf(body: unknown): object {
  if (typeof body !== 'object' || body === null) return {}
  const { orderRefs, ...input } = { orderRefs: undefined, ...body }
  return orderRefs === undefined ? input : { ...input, refs: orderRefs }
}

function nameField(thrown: unknown): never {
  const { code, field = '', detail } = toDomainError(thrown)
  if (!/^refs\b/.test(field)) throw thrown
  const named = field.replace('refs', 'orderRefs')
  throw new DomainError(code, { field: named, cause: thrown, ...(detail === undefined ? {} : { detail }) })
}
