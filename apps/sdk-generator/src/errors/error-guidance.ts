import type { ErrorCode } from '@orderport/domain'

/** What to do about each failure. */
export const errorGuidance: Readonly<Record<ErrorCode, string>> = {
  TENANT_ID_MISSING: 'Send the header `X-Tenant-Id`.',
  ORDER_REF_MISSING: 'Send `orderRef`, the reference as the marketplace writes it.',
  ORDER_REF_INVALID:
    'Check the reference: Amazon’s are groups of 3, 7 and 7 digits. Don’t import references of other shops.',
  INVALID_REQUEST: 'Correct the request; over tRPC the message names the field. A retry does not help.',
  NO_ACTIVE_CHANNEL: 'The tenant connects Amazon, or activates its connection.',
  AUTH_REQUIRED: 'Sign in again, or send a valid token or key.',
  TENANT_MISMATCH: 'Name one tenant: header, query, body and identity must agree. This is a bug in the caller.',
  NOT_MEMBER: 'An administrator of the tenant adds the user.',
  SCOPE_MISSING: 'Use a token or key with the scope of the call: `orders:read` or `orders:import`.',
  UNTRUSTED_PEER: 'The operator adds the caller’s network to `TRUSTED_CIDRS`, or the caller uses the public listener.',
  ROUTE_NOT_FOUND: 'Check the address and the method.',
  ORDER_NOT_FOUND: 'Offer to import the order.',
  IMPORT_NOT_FOUND: 'Check the import’s id and the tenant. Ended imports are kept; another tenant’s are never shown.',
  ORDER_NOT_FOUND_FOR_TENANT: 'Check the reference and the tenant: this seller has no such order on Amazon.',
  SELLER_ALREADY_CONNECTED: 'The operator corrects the credentials: they belong to another tenant.',
  CHANNEL_REAUTH_REQUIRED: 'The seller authorises the application again in Seller Central.',
  PAYLOAD_TOO_LARGE: 'Send less: an import needs only a reference and a few hints.',
  UNSUPPORTED_MEDIA_TYPE: 'Send JSON with `Content-Type: application/json`.',
  RATE_LIMITED: 'Wait as long as `Retry-After` says, then call again.',
  UPSTREAM_ERROR: 'Call again a little later. Nothing was stored or changed.',
  UPSTREAM_FORBIDDEN: 'The operator checks the application’s roles and the region of the tenant’s authorisation.',
  CREDENTIALS_UNAVAILABLE: 'Call again after `Retry-After`; the operator checks Vault.',
  APP_CREDENTIALS_INVALID:
    'The operator corrects the Amazon application’s client id and secret, which take effect at once.',
  IDENTITY_UNAVAILABLE: 'Call again after `Retry-After`; the operator checks the identity provider’s `AUTH_JWKS_URL`.',
  DATABASE_UNAVAILABLE: 'Call again after `Retry-After`; the operator checks PostgreSQL.',
  UPSTREAM_TIMEOUT: 'Call again a little later. Nothing was stored or changed.',
  INTERNAL: 'Report it with the `requestId`: this is a bug in Orderport.',
}
