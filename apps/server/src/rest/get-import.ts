import { call, type RestRoute } from './route.ts'

/** `GET /api/v1/imports/:id`: how far an import is, and which of its orders failed. */
export const getImport: RestRoute = async (request, { imports }) => {
  const { import: found, items } = await call(imports.get, { ...objectIn(request.params), itemState: 'failed' })
  const { id, state, total, done, stored, unchanged, failed, error, ratePerMinute, estimatedEnd } = found
  const { createdAt, startedAt, finishedAt, nextAttemptAt } = found
  return {
    importId: id,
    state,
    total,
    done,
    stored,
    unchanged,
    failed,
    error: error?.sentence ?? null,
    code: error?.code ?? null,
    ratePerMinute,
    estimatedEnd,
    nextAttemptAt,
    createdAt,
    startedAt,
    finishedAt,
    failures: items.map(({ ref, error: failure }) => ({
      orderRef: ref,
      error: failure?.sentence ?? null,
      code: failure?.code ?? null,
    })),
  }
}

function objectIn(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}
