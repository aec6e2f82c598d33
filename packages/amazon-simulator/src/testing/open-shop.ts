import { referenceOrder } from '../samples/reference-order.ts'
import type { SimulatedSeller } from '../seller.ts'
import { startAmazonSimulator, type AmazonSimulator, type AmazonSimulatorOptions } from '../simulator.ts'

export const userAgent = 'Orderport/0.1 (Language=TypeScript/7; Platform=Node/24)'
const application = { clientId: 'client-of-tests', clientSecret: 'secret-of-tests' }
export const refreshToken = 'Atzr|authorisation-of-tests'
export const referencePath = '/orders/2026-01-01/orders/171-4093870-1757126'

/** A simulator with one application and one seller, which has the reference order. */
export interface Shop extends AsyncDisposable {
  readonly simulator: AmazonSimulator
  readonly seller: SimulatedSeller
  /** Returns an access token for the seller's refresh token, or for another one. */
  token(refreshToken?: string): Promise<string>
  /** Returns a restricted data token for the buyers and addresses of all orders in v0. */
  restrictedToken(): Promise<string>
  /** Posts a form to the token endpoint. */
  askLwa(form: Readonly<Record<string, string>>): Promise<Response>
  /** Sends a request with the user agent and the token that Amazon requires. */
  call(path: string, token: string, init?: RequestInit): Promise<Response>
}

export async function openShop(options: AmazonSimulatorOptions = {}): Promise<Shop> {
  const simulator = await startAmazonSimulator(options)
  simulator.registerApplication(application)
  const seller = simulator.registerSeller({ sellerId: 'SELLER-ONE', region: 'eu-west-1', refreshToken })
  seller.putOrder(referenceOrder())
  const token: Shop['token'] = async (authorisation = refreshToken) => {
    const response = await askLwa({ ...grantOf(authorisation) })
    return memberOf(await response.json(), 'access_token')
  }
  const call: Shop['call'] = (path, token, init = {}) =>
    fetch(simulator.url + path, {
      ...init,
      redirect: 'manual',
      headers: { 'user-agent': userAgent, 'x-amz-access-token': token },
    })
  const askLwa: Shop['askLwa'] = (form) => fetch(simulator.lwaUrl, { method: 'POST', body: new URLSearchParams(form) })
  return {
    simulator,
    seller,
    token,
    askLwa,
    call,
    async restrictedToken() {
      const resource = {
        method: 'GET',
        path: '/orders/v0/orders/{orderId}',
        dataElements: ['buyerInfo', 'shippingAddress'],
      }
      const body = JSON.stringify({ restrictedResources: [resource] })
      const response = await call('/tokens/2021-03-01/restrictedDataToken', await token(), { method: 'POST', body })
      return memberOf(await response.json(), 'restrictedDataToken')
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  }
}

/** Returns the form that requests an access token. */
export function grantOf(authorisation: string): Readonly<Record<string, string>> {
  return {
    grant_type: 'refresh_token',
    refresh_token: authorisation,
    client_id: application.clientId,
    client_secret: application.clientSecret,
  }
}

/** Returns a text member of a JSON object. Throws when there is none. */
export function memberOf(json: unknown, name: string): string {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  if (typeof value !== 'string') throw new Error(`no ${name} in ${JSON.stringify(json)}`)
  return value
}

/** Returns a clock that stands still until it is advanced. */
export function manualClock(start = Date.parse('2026-02-07T12:00:00Z')) {
  let time = start
  return {
    now: () => time,
    advance(ms: number) {
      time += ms
    },
  }
}
