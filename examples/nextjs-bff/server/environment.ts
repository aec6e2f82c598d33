/** The address of Orderport's internal listener; by default the one of `npm start`. */
export function orderportUrl(): string {
  return process.env['ORDERPORT_URL'] ?? 'http://127.0.0.1:4000'
}

/** The logged-in user without cookies. */
export function sessionDefaults(): { readonly tenantId: string; readonly userEmail: string } {
  return {
    tenantId: process.env['SESSION_TENANT_ID'] ?? 'boutique-lyon',
    userEmail: process.env['SESSION_USER_EMAIL'] ?? 'agent@example.com',
  }
}
