import { isJsonObject, parseJsonObject, type JsonObject } from './json.ts'
import type { KeyValueStore } from './key-value-store.ts'
import { envelope, refusal, type VaultAnswer } from './answer.ts'

export interface KeyValueRequest {
  readonly method: string
  /** `data`, `metadata`, `delete`, `undelete` or `destroy`. */
  readonly endpoint: string
  /** The secret's path within the mount. */
  readonly path: string
  readonly version: number
  readonly body: string
}

/** Answers a request to a mount of the key-value engine, version 2. */
export function answerKeyValue(store: KeyValueStore, request: KeyValueRequest): VaultAnswer {
  const { method, endpoint, path } = request
  const writes = method === 'POST' || method === 'PUT'
  switch (endpoint) {
    case 'data':
      if (method === 'GET') return read(store, request)
      if (writes) return write(store, request)
      if (method === 'DELETE') return changed(() => store.change(path, 'delete'))
      return refusal(405, 'unsupported operation')
    case 'metadata':
      if (method === 'DELETE') return changed(() => store.remove(path))
      return method === 'LIST' ? list(store, path) : describe(store, path)
    case 'delete':
    case 'undelete':
    case 'destroy':
      if (!writes) return refusal(405, 'unsupported operation')
      return changed(() => store.change(path, endpoint, versionsIn(parseJsonObject(request.body))))
    default:
      return refusal(404)
  }
}

function read(store: KeyValueStore, request: KeyValueRequest): VaultAnswer {
  const found = store.read(request.path, request.version)
  if (found === null) return refusal(404)
  return envelope({ data: { data: found.data, metadata: found.metadata } }, found.data === null ? 404 : 200)
}

function write(store: KeyValueStore, request: KeyValueRequest): VaultAnswer {
  const { data, options } = parseJsonObject(request.body)
  if (!isJsonObject(data)) return refusal(400, 'no data provided')
  const expected = isJsonObject(options) ? options['cas'] : undefined
  if (expected !== undefined && expected !== store.currentVersion(request.path)) {
    return refusal(400, 'check-and-set parameter did not match the current version')
  }
  return envelope({ data: store.write(request.path, data) })
}

function describe(store: KeyValueStore, path: string): VaultAnswer {
  const data = store.describe(path)
  return data === null ? refusal(404) : envelope({ data })
}

function list(store: KeyValueStore, folder: string): VaultAnswer {
  const keys = store.list(folder)
  return keys.length === 0 ? refusal(404) : envelope({ data: { keys } })
}

function changed(change: () => void): VaultAnswer {
  change()
  return { status: 204 }
}

function versionsIn(body: JsonObject): readonly number[] {
  const versions = body['versions']
  return Array.isArray(versions) ? versions.map(Number) : []
}
