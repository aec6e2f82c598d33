import type { SimulatedSeller } from '../seller.ts'
import type { AmazonSimulator } from '../simulator.ts'
import { amazonBr, amazonDe, amazonFr, amazonJp, amazonUk, amazonUs } from './marketplace.ts'
import { sampleOrders } from './sample-orders.ts'

/** The sample application's credentials and the sample seller's authorisation, worthless outside the simulator. */
export const sampleCredentials = {
  clientId: 'amzn1.application-oa2-client.sample',
  clientSecret: 'not-a-secret-sample-application',
  refreshToken: 'Atzr|not-a-token-sample-seller',
} as const

/**
 * Registers the sample application and a seller that authorised it and holds every sample order, as of the simulator's
 * clock.
 * Throws when the simulator has them already.
 */
export function registerSampleSeller(simulator: AmazonSimulator): SimulatedSeller {
  const { clientId, clientSecret, refreshToken } = sampleCredentials
  simulator.registerApplication({ clientId, clientSecret })
  const seller = simulator.registerSeller({
    sellerId: 'ASAMPLESELLER',
    region: 'eu-west-1',
    refreshToken,
    marketplaceIds: [amazonFr, amazonDe, amazonUk, amazonUs, amazonBr, amazonJp].map(({ id }) => id),
  })
  for (const order of sampleOrders({ now: simulator.now() })) seller.putOrder(order)
  return seller
}
