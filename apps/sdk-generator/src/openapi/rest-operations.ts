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
const notInRest = new Set(['cursor'])

/** Returns the schemas that only REST has. */
export function restSchemas(contract: Contract): Record<string, Json> {
  const request = contract.types.get('OrderImportInput') ?? {}
  const order = contract.types.get('Order') ?? {}
  const { properties: { reason: _reason, ...promised } = {}, ...inBothLanguages } =
    contract.types.get('OrderDelivery') ?? {}
  const reason = { type: 'string', description: 'Why, in French, for a support agent' }
  const delivery = { ...inBothLanguages, properties: { ...promised, reason } }
  const success = { type: 'boolean', const: true, description: 'Always true: failures have another status' }
  return {
    RestImportRequest: {
      ...request,
      description: 'Which order to import. Unknown keys are ignored.',
      properties: {
        ...request.properties,
        tenantId: { ...tenantIdJson, description: 'The tenant, for callers that don’t send the header' },
      },
    },
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
