/** What a sample order needs to know of its marketplace. */
export interface SampleMarketplace {
  readonly id: string
  readonly name: string
  readonly currency: string
  /** The domain of the buyers' relay addresses. */
  readonly relayDomain: string
  /** Where its days begin and end. */
  readonly timeZone: string
}

export const amazonFr: SampleMarketplace = {
  id: 'A13V1IB3VIYZZH',
  name: 'Amazon.fr',
  currency: 'EUR',
  relayDomain: 'marketplace.amazon.fr',
  timeZone: 'Europe/Paris',
}

export const amazonDe: SampleMarketplace = {
  id: 'A1PA6795UKMFR9',
  name: 'Amazon.de',
  currency: 'EUR',
  relayDomain: 'marketplace.amazon.de',
  timeZone: 'Europe/Berlin',
}

export const amazonUk: SampleMarketplace = {
  id: 'A1F83G8C2ARO7P',
  name: 'Amazon.co.uk',
  currency: 'GBP',
  relayDomain: 'marketplace.amazon.co.uk',
  timeZone: 'Europe/London',
}

export const amazonUs: SampleMarketplace = {
  id: 'ATVPDKIKX0DER',
  name: 'Amazon.com',
  currency: 'USD',
  relayDomain: 'marketplace.amazon.com',
  timeZone: 'America/Los_Angeles',
}

export const amazonBr: SampleMarketplace = {
  id: 'A2Q3Y263D00KWC',
  name: 'Amazon.com.br',
  currency: 'BRL',
  relayDomain: 'marketplace.amazon.com.br',
  timeZone: 'America/Sao_Paulo',
}

export const amazonJp: SampleMarketplace = {
  id: 'A1VC38T7YXB528',
  name: 'Amazon.co.jp',
  currency: 'JPY',
  relayDomain: 'marketplace.amazon.co.jp',
  timeZone: 'Asia/Tokyo',
}
