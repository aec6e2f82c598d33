import { openDoor, type Door } from '../door/door.ts'
import type { PoolOptions } from '../door/pool.ts'

/** A door with a test's timeouts; connections that break while idle are nobody's concern. */
export function openTestDoor(url: string, options: Partial<Omit<PoolOptions, 'url'>> = {}): Door {
  return openDoor({
    url,
    poolSize: 1,
    statementTimeoutMs: 5000,
    connectTimeoutMs: 2000,
    onError: () => undefined,
    ...options,
  })
}
