import type { AmazonFault } from '@orderport/amazon-simulator'
import { tenant } from './failure-fixture.ts'
import { shortDeadline, type Expected, type FailureRow } from './failure-row.ts'

const failed: Expected = [502, 'UPSTREAM_ERROR']
const application: Expected = [503, 'APP_CREDENTIALS_INVALID']

function refusal(status: number, error: string): AmazonFault {
  return { kind: 'answer', status, body: { error, error_description: 'Refused.' } }
}

function row(name: string, fault: AmazonFault, expected: Expected): FailureRow {
  return {
    name: `Login with Amazon: ${name}`,
    expected,
    inject: ({ amazon }) => amazon.faults.push({ operation: 'lwa', fault, times: Infinity }),
  }
}

/**
 * The seller has to authorise our application again. A refused authorisation is not used again: the seller gives a new
 * one.
 */
function reauthorisation(error: string): FailureRow {
  return {
    ...row(error, refusal(400, error), [409, 'CHANNEL_REAUTH_REQUIRED']),
    heal: ({ vault, seller }) => {
      const sellerId = `SELLER-${tenant}`
      const secret = { seller_id: sellerId, marketplace_id: 'A13V1IB3VIYZZH', region: 'eu-west-1' }
      seller.authorise(`Atzr|${sellerId}|anew`)
      vault.put(`keybuzz/tenants/${tenant}/amazon_spapi`, { ...secret, refresh_token: `Atzr|${sellerId}|anew` })
    },
  }
}

/** Every way in which Login with Amazon can fail. */
export const tokenRows: readonly FailureRow[] = [
  reauthorisation('invalid_grant'),
  reauthorisation('unauthorized_client'),
  row('invalid_client', refusal(401, 'invalid_client'), application),
  row('invalid_request', refusal(400, 'invalid_request'), failed),
  row('429', { kind: 'answer', status: 429 }, [429, 'RATE_LIMITED']),
  row('500', { kind: 'internal-failure' }, failed),
  row('503', { kind: 'unavailable' }, failed),
  row('500 that names the grant', refusal(500, 'invalid_grant'), failed),
  { ...row('hang', { kind: 'hang' }, [504, 'UPSTREAM_TIMEOUT']), isSlow: true, prepare: shortDeadline },
  row('reset', { kind: 'reset' }, failed),
  row('half an answer', { kind: 'truncated' }, failed),
  row('a web page', { kind: 'html' }, failed),
  row('200 without a token', { kind: 'answer', status: 200, body: { expires_in: 3600 } }, failed),
  row('a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/stolen' }, failed),
]
