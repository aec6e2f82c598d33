/**
 * The endpoint of each of Amazon's selling regions, by the AWS region that credentials name. An endpoint comes from
 * this table alone: nothing that a tenant stores can send a token elsewhere.
 * Source: Selling Partner API endpoints, https://developer-docs.amazon.com/sp-api/docs/sp-api-endpoints
 */
export const regionEndpoints = {
  'eu-west-1': 'https://sellingpartnerapi-eu.amazon.com',
  'us-east-1': 'https://sellingpartnerapi-na.amazon.com',
  'us-west-2': 'https://sellingpartnerapi-fe.amazon.com',
} as const

export type Region = keyof typeof regionEndpoints

export const regions = ['eu-west-1', 'us-east-1', 'us-west-2'] as const satisfies readonly Region[]

/** The first group is `S01` or `S02` for orders of other channels that Amazon ships, `D01` for digital ones. */
const orderReference = /^(?:\d{3}|S0[12]|D01)-\d{7}-\d{7}$/

/** Returns true for an Amazon order reference in its one spelling: three, seven and seven characters, nothing else. */
export function isOrderReference(text: string): boolean {
  return orderReference.test(text)
}
