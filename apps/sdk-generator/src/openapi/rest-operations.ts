import type { Contract, ContractProcedure } from '../contract.ts'
import { pickFields, objectSchema, ref, type Json } from './document.ts'
import { tenantIdJson } from './headers.ts'

/** A REST endpoint over a procedure. The golden files check it against the actual responses. */
export interface RestOperation {
  readonly method: 'get' | 'post'
  readonly path: string
  readonly operationId: string
  /** The path of its procedure. */
  readonly procedure: string
  readonly body: Json | null
  /** An example of the body, where it isn't the procedure's input. */
  readonly bodyExample?: Json
  readonly answer: { readonly description: string; readonly schema: Json }
}

/** The fields of an order in the answer of an import. */
const importedFields = [
  'orderId',
  'externalOrderId',
  'channel',
  'status',
  'orderStatus',
  'totalAmount',
  'currency',
  'orderDate',
  'products',
  'customer',
  'fulfillmentChannel',
  'carrier',
  'trackingCode',
  'trackingUrl',
  'deliveryStatus',
  'source',
]

/** The fields of a request for many orders; REST calls refs orderRefs, as import-one would. */
const startFields = ['channel', 'refs', 'text', 'since', 'until']

/** The fields of an import that count its orders, and those that say when. */
const countedFields = ['state', 'total', 'done', 'stored', 'unchanged', 'failed']
const momentFields = ['ratePerMinute', 'estimatedEnd', 'nextAttemptAt', 'createdAt', 'startedAt', 'finishedAt']

function sentenceAndCode(why: string): Record<string, Json> {
  return {
    error: { type: ['string', 'null'], description: `${why}: a French sentence for a person` },
    code: { type: ['string', 'null'], description: `${why}: the code of the failure` },
  }
}

const tenantParameter: Json = {
  name: 'tenantId',
  in: 'query',
  description: 'The tenant, for callers that don’t send the header',
  schema: tenantIdJson,
}

/** The frozen REST contract, endpoint by endpoint. */
export const restOperations: readonly RestOperation[] = [
  {
    method: 'post',
    path: '/api/v1/orders/import-one',
    operationId: 'importOrder',
    procedure: 'orders.import',
    body: ref('RestImportRequest'),
    answer: { description: 'The order, imported now or before', schema: ref('RestImportedOrder') },
  },
  {
    method: 'post',
    path: '/api/v1/orders/import-many',
    operationId: 'importOrders',
    procedure: 'imports.start',
    body: ref('RestImportManyRequest'),
    bodyExample: { orderRefs: ['171-4093870-1757126', '402-1234567-7654321'] },
    answer: { description: 'The import, which runs in the background', schema: ref('RestStartedImport') },
  },
  {
    method: 'get',
    path: '/api/v1/imports/{id}',
    operationId: 'getImport',
    procedure: 'imports.get',
    body: null,
    answer: { description: 'How far the import is', schema: ref('RestImport') },
  },
  {
    method: 'get',
    path: '/api/v1/orders',
    operationId: 'listOrders',
    procedure: 'orders.list',
    body: null,
    answer: { description: 'One page of orders', schema: ref('RestOrderPage') },
  },
  {
    method: 'get',
    path: '/api/v1/orders/{orderId}',
    operationId: 'getOrder',
    procedure: 'orders.get',
    body: null,
    answer: { description: 'The order', schema: ref('RestOrder') },
  },
]

/** Returns the parameters of an endpoint in its path and query. */
export function inputParameters(
  contract: Contract,
  { path, body }: RestOperation,
  { input }: ContractProcedure,
): Json[] {
  if (body !== null) return [tenantParameter]
  const names = Object.keys(contract.types.get(input)?.properties ?? {}).filter((name) => !notInRest.has(name))
  const fields = Object.entries(pickFields(contract, input, names)).map(([name, schema]): Json => {
    const { description, ...rest } = schema
    const inPath = path.includes(`{${name}}`)
    return inPath
      ? { name, in: 'path', required: true, description, schema: rest }
      : { name, in: 'query', description: `${description}. Empty means absent; must not be sent twice`, schema: rest }
  })
  return [...fields, tenantParameter]
}

/** REST pages by offset only. */
const notInRest = new Set(['cursor', 'itemState'])

/** Returns the schemas that only REST has. */
export function restSchemas(contract: Contract): Record<string, Json> {
  const request = contract.types.get('OrderImportInput') ?? {}
  const order = contract.types.get('Order') ?? {}
  const { properties: { reason: _reason, ...promised } = {}, ...inBothLanguages } =
    contract.types.get('OrderDelivery') ?? {}
  const reason = { type: 'string', description: 'Why, in French, for a support agent' }
  const delivery = { ...inBothLanguages, properties: { ...promised, reason } }
  const start = contract.types.get('ImportStartInput') ?? {}
  const { refs: orderRefs, ...started } = pickFields(contract, 'ImportStartInput', startFields)
  const tenantField = {
    tenantId: { ...tenantIdJson, description: 'The tenant, for callers that don’t send the header' },
  }
  const success = { type: 'boolean', const: true, description: 'Always true: failures have another status' }
  return {
    RestImportRequest: {
      ...request,
      description: 'Which order to import. Unknown keys are ignored.',
      properties: { ...request.properties, ...tenantField },
    },
    RestImportManyRequest: {
      ...start,
      description: 'What to import: orderRefs, or a text, or a period from since. Unknown keys are ignored.',
      properties: { orderRefs, ...started, ...tenantField },
    },
    RestStartedImport: objectSchema(
      {
        success,
        importId: { type: 'string', description: 'Ask `GET /api/v1/imports/{id}` how far it is' },
        ...pickFields(contract, 'Import', ['state', 'total']),
        ...pickFields(contract, 'StartedImport', ['found', 'left']),
      },
      'An import that was started',
    ),
    RestImport: objectSchema(
      {
        importId: { type: 'string', description: 'The import’s id' },
        ...pickFields(contract, 'Import', countedFields),
        ...sentenceAndCode('Why it waits or failed'),
        ...pickFields(contract, 'Import', momentFields),
        failures: {
          type: 'array',
          description: 'The orders that failed, a hundred at most',
          items: objectSchema({
            orderRef: { type: 'string', description: 'The order’s reference' },
            ...sentenceAndCode('Why it failed'),
          }),
        },
      },
      'How far an import is',
    ),
    RestImportedOrder: objectSchema(
      {
        success,
        imported: { ...success, description: 'Always true' },
        ...pickFields(contract, 'ImportedOrder', importedFields),
      },
      'The order, imported now or before',
    ),
    RestOrder: { ...order, properties: { ...order.properties, delivery } },
    RestOrderPage: objectSchema(
      {
        orders: {
          type: 'array',
          items: ref('RestOrder'),
          description: 'Newest order date first, undated last, then by id',
        },
        ...pickFields(contract, 'OrderPage', ['count', 'total']),
        pagination: objectSchema(pickFields(contract, 'Pagination', ['limit', 'offset', 'hasMore'])),
      },
      'One page of orders',
    ),
  }
}
