import { cookies } from 'next/headers'
import { sessionDefaults } from './environment'

export interface Session {
  readonly tenantId: string
  readonly userEmail: string
}

/**
 * Stands where a real back end reads its signed session. Cookies that anybody can write, `tenant` and `user`, say who is
 * logged in; without them the environment does. Never do this where somebody else's orders are.
 */
export async function fakeSession(): Promise<Session> {
  const jar = await cookies()
  const { tenantId, userEmail } = sessionDefaults()
  return { tenantId: jar.get('tenant')?.value ?? tenantId, userEmail: jar.get('user')?.value ?? userEmail }
}
