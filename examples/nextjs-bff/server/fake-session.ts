import { cookies } from 'next/headers'
import { sessionDefaults } from './environment'

export interface Session {
  readonly tenantId: string
  readonly userEmail: string
}

/**
 * Returns the session from the cookies `tenant` and `user`, which anyone can write, or from the environment. A real
 * back end reads its signed session here. Never use this with real orders.
 */
export async function fakeSession(): Promise<Session> {
  const jar = await cookies()
  const { tenantId, userEmail } = sessionDefaults()
  return { tenantId: jar.get('tenant')?.value ?? tenantId, userEmail: jar.get('user')?.value ?? userEmail }
}
