import { expect, it } from 'vitest'
import { createGroupCommit } from './group-commit.ts'

/** A write that the test ends, one call after another. */
function heldWrites() {
  const groups: (readonly string[])[] = []
  const held: PromiseWithResolvers<void>[] = []
  return {
    groups,
    write(items: readonly string[]) {
      groups.push(items)
      const end = Promise.withResolvers<void>()
      held.push(end)
      return end.promise
    },
    end: () => held.shift()?.resolve(),
    fail: (error: Error) => held.shift()?.reject(error),
  }
}

const isWorthRetrying = (error: unknown) => !(error instanceof Error && error.message === 'away')
const turn = () => new Promise((resolve) => void setImmediate(resolve))

it('an item alone is written at once; those that arrive meanwhile form the next group', async () => {
  const { groups, write, end } = heldWrites()
  const { add } = createGroupCommit({ write, isWorthRetrying })
  const first = add('a')
  expect(groups).toEqual([['a']])
  const others = Promise.all([add('b'), add('c')])
  end()
  await first
  await turn()
  expect(groups).toEqual([['a'], ['b', 'c']])
  end()
  await others
})

it('nobody is told that an item is written before its write has ended', async () => {
  const { write, end } = heldWrites()
  const { add } = createGroupCommit({ write, isWorthRetrying })
  let isWritten = false
  const added = add('a').then(() => (isWritten = true))
  await turn()
  expect(isWritten).toBe(false)
  end()
  await added
})

it('an item that fails its group fails alone: the others are written again, each apart', async () => {
  const written: string[] = []
  const { add } = createGroupCommit<string>({
    async write(items) {
      await turn()
      if (items.includes('bad')) throw new Error('bad')
      written.push(...items)
    },
    isWorthRetrying,
  })
  const ended = await Promise.allSettled(['a', 'b', 'bad', 'c'].map((item) => add(item)))
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(written).toEqual(['a', 'b', 'c'])
})

it('a database that is away fails the whole group, which is not written again', async () => {
  const { groups, write, end, fail } = heldWrites()
  const { add } = createGroupCommit({ write, isWorthRetrying })
  const first = add('a')
  const group = Promise.allSettled([add('b'), add('c')])
  end()
  await first
  await turn()
  fail(new Error('away'))
  expect((await group).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(groups).toHaveLength(2)
})

it('no group has more than a hundred items, and none is lost', async () => {
  const { groups, write, end } = heldWrites()
  const { add, drained } = createGroupCommit({ write, isWorthRetrying })
  const added = Promise.all(Array.from({ length: 251 }, (_, index) => add(String(index))))
  for (let call = 0; call < 4; call += 1) {
    end()
    await turn()
  }
  await Promise.all([added, drained()])
  expect(groups.map(({ length }) => length)).toEqual([1, 100, 100, 50])
})

it('is drained once everything that was added has been written', async () => {
  const { write, end } = heldWrites()
  const { add, drained } = createGroupCommit({ write, isWorthRetrying })
  let isDrained = false
  void add('a')
  void add('b')
  const draining = drained().then(() => (isDrained = true))
  end()
  await turn()
  expect(isDrained).toBe(false)
  end()
  await draining
})
