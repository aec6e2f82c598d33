/** What a sample order needs to know of its marketplace. */
export interface SampleMarketplace {
  readonly id: string
  readonly name: string
  readonly currency: string
  /** The domain of the buyers' relay addresses. */
  readonly relayDomain: string
}

export const amazonFr: SampleMarketplace = {
  id: 'A13V1IB3VIYZZH',
  name: 'Amazon.fr',
  currency: 'EUR',
  relayDomain: 'marketplace.amazon.fr',
}

export const amazonDe: SampleMarketplace = {
  id: 'A1PA6795UKMFR9',
  name: 'Amazon.de',
  currency: 'EUR',
  relayDomain: 'marketplace.amazon.de',
}

export const amazonUk: SampleMarketplace = {
  id: 'A1F83G8C2ARO7P',
  name: 'Amazon.co.uk',
  currency: 'GBP',
  relayDomain: 'marketplace.amazon.co.uk',
}

export const amazonUs: SampleMarketplace = {
  id: 'ATVPDKIKX0DER',
  name: 'Amazon.com',
  currency: 'USD',
  relayDomain: 'marketplace.amazon.com',
}

export const amazonJp: SampleMarketplace = {
  id: 'A1VC38T7YXB528',
  name: 'Amazon.co.jp',
  currency: 'JPY',
  relayDomain: 'marketplace.amazon.co.jp',
}
