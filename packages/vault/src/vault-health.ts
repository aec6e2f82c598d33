import { z } from 'zod'
import { createVaultClient, type VaultEndpoint } from './vault-client.ts'
import { VaultFailure } from './vault-failure.ts'

/** The state of Vault. `standby` is not a fault: such a node forwards reads to the active one. */
export type VaultHealth = 'ok' | 'standby' | 'sealed' | 'unreachable'

const healthSchema = z.object({
  initialized: z.boolean().default(true),
  sealed: z.boolean(),
  standby: z.boolean().default(false),
})

/** Returns the state of Vault. Sends no token and no namespace, as only the root has this path. Never throws. */
export async function checkHealth(endpoint: VaultEndpoint): Promise<VaultHealth> {
  try {
    const answer = await createVaultClient({ ...endpoint, namespace: null }, null).health()
    const health = healthSchema.safeParse(answer.body)
    if (!health.success) return 'unreachable'
    if (health.data.sealed || !health.data.initialized) return 'sealed'
    return health.data.standby ? 'standby' : 'ok'
  } catch (error) {
    if (error instanceof VaultFailure) return 'unreachable'
    throw error
  }
}
