import type { UpstreamAttempt } from '@orderport/amazon'
import { AdministrationError } from '@orderport/db'
import { deadlineIn, DomainError, type SellerClient, type TenantId } from '@orderport/domain'
import { z } from 'zod'
import { defineCommand, type CommandDeps, type Upstream } from '../define-command.ts'
import { UsageError } from '../explain-failure.ts'
import { channelInput, tenantInput } from '../inputs.ts'
import { nextForFailure, nextForVault, type SecretPaths } from './next-steps.ts'
import { probeMarketplace } from './probe-marketplace.ts'
import { formatReport, type TestStep } from './test-report.ts'

type Connections = CommandDeps['administration']['connections']
type Examined = Awaited<ReturnType<Connections['examine']>>

/** Has the form of a reference, and no order has it. */
const unknownReference = '000-0000000-0000000'

export const testConnection = defineCommand({
  usage: 'test',
  summary:
    'Test what an import of a tenant needs, step by step, and say what to do: what is stored, Vault, Login with ' +
    'Amazon, and one order. Needs the environment of the service (npm run serve); changes and stores nothing',
  options: [
    ['--tenant <tenant>', 'the tenant'],
    ['--order <reference>', 'the order to ask for; by default its newest one, or one that Amazon can’t know'],
    ['--channel <channel>', 'amazon by default'],
  ],
  examples: [
    'connections test --tenant boutique-lyon',
    'connections test --tenant boutique-lyon --order 171-4093870-1757126 --json',
  ],
  input: z.object({ tenant: tenantInput, order: z.string().optional(), channel: channelInput }),
  async run({ tenant, order, channel }, { administration, openUpstream }) {
    const attempts: UpstreamAttempt[] = []
    using upstream = await openUpstream(channel, (attempt) => void attempts.push(attempt))
    const asked = order === undefined ? null : referenceIn(upstream, order)
    const stored = await administration.connections.examine({ tenantId: tenant, channel })
    const steps = [tenantStep(tenant, stored, upstream), connectionStep(tenant, stored)]
    const paths = {
      tenant: `${upstream.secrets}/tenants/${tenant}/amazon_spapi`,
      application: `${upstream.secrets}/amazon_spapi/app`,
    }
    steps.push(await vaultStep(upstream))
    const { step, client } = await openClient(upstream, tenant, paths)
    steps.push(step)
    if (client !== null) {
      steps.push(await sellerStep(administration.connections, { tenantId: tenant, channel }, client))
      if (client.credentialsFingerprint === stored.refusedFingerprint) steps.push(refusedBefore)
      const reference = asked ?? stored.newestOrder ?? unknownReference
      const { timeoutMs } = upstream
      steps.push(
        ...(await probeMarketplace({ client, reference, mayBeUnknown: asked === null, paths, timeoutMs, attempts })),
      )
    }
    const failed = steps.some(({ result }) => result === 'failed')
    return {
      json: { tenantId: tenant, channel, ok: !failed, steps },
      text: formatReport(steps),
      note: failed ? `An import of ${tenant} does not work.` : `An import of ${tenant} works.`,
      failed,
    }
  },
})

const refusedBefore: TestStep = {
  step: 'connection',
  result: 'warning',
  found: 'Amazon refused these credentials before; they are tried all the same',
  next: 'If the login below works, run connections enable: the next import tries them too.',
}

function referenceIn({ connector }: Upstream, typed: string): string {
  const [reference, ...others] = connector.findReferences(typed)
  if (reference === undefined || others.length > 0) throw new UsageError(['--order must be one Amazon order reference'])
  return reference
}

function tenantStep(tenant: TenantId, { isTenant, members }: Examined, { enforcesMembership }: Upstream): TestStep {
  const found = isTenant ? `${tenant} has ${members} ${members === 1 ? 'member' : 'members'}` : `${tenant} is not added`
  if ((isTenant && members > 0) || !enforcesMembership) return { step: 'tenant', result: 'ok', found, next: null }
  const next = `Run ${isTenant ? '' : 'tenants add, then '}members add: without members every agent gets NOT_MEMBER.`
  return { step: 'tenant', result: 'warning', found, next }
}

function connectionStep(tenant: TenantId, { status, sellingAccount }: Examined): TestStep {
  if (status === 'disabled') {
    const next = `Run connections enable ${tenant}.`
    return { step: 'connection', result: 'failed', found: 'an operator disabled it: NO_ACTIVE_CHANNEL', next }
  }
  const account = sellingAccount === null ? '' : `, selling account ${sellingAccount}`
  const found = status === null ? 'none yet: the first import makes it' : `${status}${account}`
  return { step: 'connection', result: 'ok', found, next: null }
}

async function vaultStep({ credentials, timeoutMs }: Upstream): Promise<TestStep> {
  if (credentials === null) {
    const next = 'Set VAULT_ADDR and the rest of the service’s environment.'
    return { step: 'vault', result: 'failed', found: 'VAULT_ADDR is not set: no tenant has credentials', next }
  }
  const { signal } = deadlineIn(timeoutMs)
  const { state, reason } = await credentials.health(signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
    return { state: 'unreachable', reason: `no answer within ${timeoutMs} ms` } as const
  })
  const next = nextForVault(state)
  return { step: 'vault', result: next === null ? 'ok' : 'failed', found: reason ?? `it answers (${state})`, next }
}

/** Reads the tenant's and the application's secret, as an import does. */
async function openClient(
  { connector, timeoutMs }: Upstream,
  tenant: TenantId,
  paths: SecretPaths,
): Promise<{ readonly step: TestStep; readonly client: SellerClient | null }> {
  const step = 'credentials'
  const { signal } = deadlineIn(timeoutMs)
  try {
    const client = await connector.connect(tenant, signal)
    if (client === null) {
      const next = `Write the seller’s authorisation to ${paths.tenant}; until then imports make stubs.`
      return { step: { step, result: 'failed', found: 'the tenant has none', next }, client }
    }
    const { sellerId, region, marketplaceId } = client
    const found = `selling account ${sellerId}, ${region}, marketplace ${marketplaceId ?? 'not told'}`
    return { step: { step, result: 'ok', found, next: null }, client }
  } catch (error) {
    if (!DomainError.is(error) && !signal.aborted) throw error
    const { code, detail } = DomainError.is(error) ? error : new DomainError('CREDENTIALS_UNAVAILABLE')
    const found = `${code}: ${detail ?? `no answer within ${timeoutMs} ms`}`
    return { step: { step, result: 'failed', found, next: nextForFailure(code, paths) }, client: null }
  }
}

async function sellerStep(
  connections: Connections,
  key: Parameters<Connections['otherHolders']>[0],
  client: SellerClient,
): Promise<TestStep> {
  const step = 'selling account'
  try {
    const [holder] = await connections.otherHolders(key, client)
    if (holder === undefined) return { step, result: 'ok', found: 'no other tenant has it', next: null }
    const found = `SELLER_ALREADY_CONNECTED: it, or its authorisation, belongs to ${holder}`
    const next = `Correct the secret, or run connections move --from ${holder} --to ${key.tenantId}.`
    return { step, result: 'failed', found, next }
  } catch (error) {
    // Only an administrator who may see every tenant can tell.
    if (!(error instanceof AdministrationError) || error.fault !== 'not_permitted') throw error
    return { step, result: 'skipped', found: 'this login may not see other tenants', next: null }
  }
}
