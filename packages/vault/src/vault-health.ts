import { z } from 'zod'
import { openVault, type VaultLink } from './vault-client.ts'
import { VaultFailure } from './vault-failure.ts'

/** `standby` is no fault: such a node forwards reads to the active one. */
export type VaultHealth = 'ok' | 'standby' | 'sealed' | 'unreachable'

const healthSchema = z.object({
  initialized: z.boolean().default(true),
  sealed: z.boolean(),
  standby: z.boolean().default(false),
})

/** How Vault is. Asks without a token, and without a namespace: Vault has this path in its root alone. Never throws. */
export async function checkHealth(link: VaultLink): Promise<VaultHealth> {
  try {
    const answer = await openVault({ ...link, namespace: null }, null).health()
    const health = healthSchema.safeParse(answer.body)
    if (!health.success) return 'unreachable'
    if (health.data.sealed || !health.data.initialized) return 'sealed'
    return health.data.standby ? 'standby' : 'ok'
  } catch (error) {
    if (error instanceof VaultFailure) return 'unreachable'
    throw error
  }
}
