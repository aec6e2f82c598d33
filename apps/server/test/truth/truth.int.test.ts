import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTable } from './read-table.ts'
import { openStage, type Stage } from './run-truth.ts'
import { apiVersions, truthSchema, versionsOf } from './truth.ts'

const parts = readTable('orders', truthSchema)
const truths = parts.flatMap(({ rows }) => rows)

/** The truths that a version told differently from the table, or didn't get to tell. */
const red = new Set(truths.flatMap((truth) => versionsOf(truth).map((version) => `${truth.title} (${version})`)))

for (const version of apiVersions) {
  describe(`${truths.length} truths, those that ${version} can tell`, () => {
    let stage: Stage
    beforeAll(async () => {
      stage = await openStage(version)
    })
    afterAll(() => stage[Symbol.asyncDispose]())

    for (const { name, rows } of parts) {
      const told = rows.filter((truth) => versionsOf(truth).includes(version))
      it.for(told)(`${name}: $title`, async (truth) => {
        const differences = await stage.play(truth)
        expect(differences, truth.title).toEqual([])
        red.delete(`${truth.title} (${version})`)
      })
    }
  })
}

it('the table has at least 80 truths, each with a title of its own', () => {
  expect(truths.length).toBeGreaterThanOrEqual(80)
  expect(new Set(truths.map(({ title }) => title)).size).toBe(truths.length)
})

afterAll(() => {
  const outcome = red.size === 0 ? 'all green' : `not green: ${[...red].join('; ')}`
  process.stdout.write(`${truths.length} truths, ${outcome}\n`)
})
