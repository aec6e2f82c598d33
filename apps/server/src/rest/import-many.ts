import { call, type RestRoute } from './route.ts'

/** `POST /api/v1/orders/import-many`: starts an import of the orders that are named, or that a text mentions. */
export const importMany: RestRoute = async (request, { imports }) => {
  const { import: started, found, left } = await call(imports.start, inputOf(request.body))
  const { id, state, total } = started
  return { success: true, importId: id, state, total, found, left }
}

/** REST names the references as `import-one` does. */
function inputOf(body: unknown): object {
  if (typeof body !== 'object' || body === null) return {}
  const { orderRefs, ...input } = { orderRefs: undefined, ...body }
  return orderRefs === undefined ? input : { ...input, refs: orderRefs }
}
