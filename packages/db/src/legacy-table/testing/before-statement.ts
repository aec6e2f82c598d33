import type { Client } from 'pg'

/** Does something before the client first sends a statement that contains `part`. */
export function beforeStatement(client: Client, part: string, act: () => Promise<void>): void {
  const query: (...given: readonly unknown[]) => unknown = client.query.bind(client)
  let isDone = false
  const acting = async (...given: readonly unknown[]): Promise<unknown> => {
    if (!isDone && String(given[0]).includes(part)) {
      isDone = true
      await act()
    }
    return await query(...given)
  }
  Object.assign(client, { query: acting })
}
