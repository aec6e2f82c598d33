import { localMembers } from './add-local-tenants.ts'
import { localTenants, type LocalTenant } from './local-tenants.ts'

/** A command to paste into a shell, and what it shows. */
interface Example {
  readonly shows: string
  readonly command: string
}

/** Where the service and the simulated Amazon are reached. */
interface Addresses {
  readonly address: string
  readonly amazonUrl: string
}

const [{ email }] = localMembers

/**
 * Returns what `npm start` prints in the end: the tenants, the references that each can import, and commands to try.
 * Throws when the tenants show neither an import nor a stub.
 */
export function welcome({ address, amazonUrl }: Addresses, tenants: readonly LocalTenant[] = localTenants()): string {
  return [
    `Orderport runs at ${address}. Ctrl-C stops it.`,
    '',
    'Open in a browser:',
    `  ${address}/        what this is`,
    `  ${address}/docs    both contracts, to read and to try`,
    `  ${address}/health  what works, and what to do where it doesn’t`,
    '  examples/nextjs-bff (its README): a support inbox in front of it',
    '',
    'Tenants, the order references that each can import, and what they show:',
    ...tenants.flatMap(describeTenant),
    '',
    'Try it in another terminal:',
    ...examples(address, tenants).flatMap(({ shows, command }) => ['', `  ${shows}`, command]),
    '',
    `The simulated Amazon runs at ${amazonUrl}. How to make it fail:`,
    'packages/amazon-simulator/README.md, "Faults".',
    'npm run studio shows the stored orders.',
  ].join('\n')
}

function describeTenant({ tenantId, authorisation, samples }: LocalTenant): string[] {
  if (authorisation === null) return [`  ${tenantId}: has not connected Amazon; any reference is imported as a stub`]
  return [`  ${tenantId}:`, ...samples.map(({ order, shows }) => `    ${order.orderId}  ${shows}`)]
}

function examples(address: string, tenants: readonly LocalTenant[]): Example[] {
  const connected = tenants.find(({ samples }) => samples.length > 0)
  const unconnected = tenants.find(({ authorisation }) => authorisation === null)
  const reference = connected?.samples[0]?.order.orderId
  if (connected === undefined || unconnected === undefined || reference === undefined) {
    throw new Error('The local profile needs a tenant with orders and one without Amazon.')
  }
  const api = `${address}/api/v1/orders`
  const importOne = post(`${api}/import-one`, connected.tenantId, { orderRef: reference })
  const stub = { orderRef: reference, conversation: { customerName: 'Camille Martin' } }
  const input = encodeURIComponent(JSON.stringify({ limit: 5 }))
  return [
    { shows: 'Import an order: from Amazon the first time ("source":"amazon_spapi").', command: importOne },
    { shows: 'The same again: the stored order ("source":"cache").', command: importOne },
    {
      shows: 'A tenant without Amazon gets a stub, made from the conversation ("stub").',
      command: post(`${api}/import-one`, unconnected.tenantId, stub),
    },
    { shows: 'The list, as the inbox asks for it.', command: get(`${api}?q=${reference}`, connected.tenantId) },
    { shows: 'One order.', command: get(`${api}/${reference}`, connected.tenantId) },
    { shows: 'The list over tRPC.', command: get(`${address}/trpc/orders.list?input=${input}`, connected.tenantId) },
  ]
}

function post(url: string, tenantId: string, body: unknown): string {
  return `${curl(tenantId)} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' '${url}'`
}

function get(url: string, tenantId: string): string {
  return `${curl(tenantId)} '${url}'`
}

function curl(tenantId: string): string {
  return `curl -sS -w '\\n' -H 'X-Tenant-Id: ${tenantId}' -H 'X-User-Email: ${email}'`
}
