import { spApiError, jsonAnswer, type Answer } from '../answer.ts'
import type { Authorisations, Grant, RestrictedResource } from '../authorisations.ts'
import { matchPath, routeOf } from '../operations.ts'
import type { OperationCall } from '../order-lookup.ts'
import { isRecord, parseObject, type SimulatedRequest } from '../request.ts'
import type { AmazonRole, StoredSeller } from '../seller.ts'

const mostResources = 50
const roleFor: Readonly<Record<string, readonly AmazonRole[]>> = {
  buyerInfo: ['direct-to-consumer-shipping'],
  shippingAddress: ['direct-to-consumer-shipping'],
  buyerTaxInformation: ['tax-invoicing', 'tax-remittance'],
}

/** Answers `createRestrictedDataToken` with a token for the listed resources, if the seller's roles cover them. */
export function answerRestrictedToken(
  { request, seller, grant }: OperationCall,
  authorisations: Authorisations,
): Answer {
  const listed = parseObject(request.body)?.['restrictedResources']
  if (!Array.isArray(listed) || listed.length === 0) return invalidRequest('No restricted resource is given.')
  if (listed.length > mostResources) return invalidRequest(`There are more than ${mostResources} restricted resources.`)
  const resources = listed.flatMap((resource: unknown) => parseResource(resource) ?? [])
  if (resources.length !== listed.length) return invalidRequest('A restricted resource is malformed.')
  const missing = new Set(
    resources.flatMap((resource) => resource.dataElements).filter((name) => !mayRead(seller, name)),
  )
  if (missing.size > 0) return roleMissing(400, [...missing])
  const token = authorisations.issueRestrictedToken(grant, resources)
  return jsonAnswer(200, { restrictedDataToken: token, expiresIn: 3600 })
}

/** Returns the refusal of a token to an application whose roles don't cover these elements. */
export function roleMissing(status: 400 | 403, elements: readonly string[]): Answer {
  return spApiError(status, {
    code: status === 400 ? 'InvalidInput' : 'Unauthorized',
    message: `Application does not have access to one or more requested data elements: [${elements.join(', ')}]`,
  })
}

/** Returns the data elements that the token adds to this request; null if it gives no access to it at all. */
export function readableElements(grant: Grant, request: SimulatedRequest): ReadonlySet<string> | null {
  if (grant.resources === null) return new Set()
  const opening = grant.resources.filter(
    (resource) => resource.method === request.method && matchPath(resource.path, request.path) !== null,
  )
  return opening.length === 0 ? null : new Set(opening.flatMap((resource) => resource.dataElements))
}

/** Returns a resource of the request body, with the element that its path implies; null if Amazon would refuse it. */
function parseResource(value: unknown): RestrictedResource | null {
  if (!isRecord(value)) return null
  const { method, path, dataElements } = value
  if (method !== 'GET' || typeof path !== 'string') return null
  const { operation } = routeOf(method, path)
  switch (operation) {
    case 'v0.getOrderAddress':
      return { method, path, dataElements: ['shippingAddress'] }
    case 'v0.getOrderBuyerInfo':
      return { method, path, dataElements: ['buyerInfo'] }
    case 'v0.getOrder':
    case 'v0.getOrders':
    case 'v0.getOrderItems': {
      const elements = Array.isArray(dataElements) ? dataElements.filter(isDataElement) : []
      const complete = Array.isArray(dataElements) && elements.length === dataElements.length && elements.length > 0
      return complete ? { method, path, dataElements: elements } : null
    }
    default:
      return null
  }
}

function isDataElement(name: unknown): name is string {
  return typeof name === 'string' && Object.hasOwn(roleFor, name)
}

function mayRead(seller: StoredSeller, element: string): boolean {
  return (roleFor[element] ?? []).some((role) => seller.roles.includes(role))
}

function invalidRequest(details: string): Answer {
  return spApiError(400, {
    code: 'InvalidRequest',
    message: 'Request is missing or has invalid parameters',
    details,
  })
}
