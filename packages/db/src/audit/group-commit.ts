/** No group is larger, so that no statement is. */
const mostInGroup = 100

export interface GroupCommitDeps<Item> {
  /** Writes all of these items, or none of them. Ends within a deadline of its own. */
  readonly write: (items: readonly Item[]) => Promise<void>
  /** Whether a group that failed so is to be written again, each item apart: one item may have failed all others. */
  readonly isWorthRetrying: (error: unknown) => boolean
}

export interface GroupCommit<Item> {
  /** Resolves once the item is written. Rejects with the error of the write that held it. */
  add(item: Item): Promise<void>
  /** Resolves once every added item is written or has failed. */
  drained(): Promise<void>
}

interface Waiting<Item> {
  readonly item: Item
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes items in groups. A lone item is written at once; those that arrive while a write is under way form the next
 * group. Under load a group is as large as the write is slow, and a lone caller never waits for company.
 */
export function createGroupCommit<Item>({ write, isWorthRetrying }: GroupCommitDeps<Item>): GroupCommit<Item> {
  const waiting: Waiting<Item>[] = []
  let running: Promise<void> | null = null

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) await writeGroup(waiting.splice(0, mostInGroup))
    running = null
  }

  async function writeGroup(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      await write(group.map(({ item }) => item))
    } catch (error) {
      if (group.length > 1 && isWorthRetrying(error)) await Promise.all(group.map((entry) => writeGroup([entry])))
      else for (const { reject } of group) reject(error)
      return
    }
    for (const { resolve } of group) resolve()
  }

  return {
    add(item) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ item, resolve, reject })
      running ??= writeWaiting()
      return promise
    },
    async drained() {
      await running
    },
  }
}
