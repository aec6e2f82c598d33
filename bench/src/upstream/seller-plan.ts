/**
 * Amazon's plan of `getOrder` for a seller of the benchmark. A faster one isn't believed: no seller is granted more
 * than 100 times the published rate of 0.5 calls a second.
 */
export const sellerPlan = { rate: 50, burst: 50 }
