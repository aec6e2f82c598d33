/** The tables that hold tenants' rows. Row-level security is forced on each; a test finds those that this list forgets. */
export const tenantTables = [
  'api_keys',
  'audit_event',
  'channel_connections',
  'import_flights',
  'members',
  'orders',
  'orders_duplicates',
  'seller_claims',
  'tenants',
] as const
