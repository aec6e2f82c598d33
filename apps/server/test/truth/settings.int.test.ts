import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { StartError } from '../../src/config/startup-error.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { differencesIn } from './differences.ts'
import { readTable, recordSchema } from './read-table.ts'

const environment = z.record(z.string(), z.string())
const title = z.string().min(1)

const rowSchema = z.union([
  z.strictObject({ title, environment, 'refused with': z.array(z.string()).min(1) }),
  z.strictObject({ title, environment, 'the health says': recordSchema }),
])

const truths = readTable('settings', rowSchema).flatMap(({ rows }) => rows)

/** Returns the lines with which the service refuses to start; none where it starts. */
async function refusalOf(variables: Record<string, string>): Promise<readonly string[]> {
  try {
    const service = await startOrderport(variables)
    await service[Symbol.asyncDispose]()
    return []
  } catch (error) {
    if (error instanceof StartError) return error.faults
    throw error
  }
}

describe(`${truths.length} truths of settings`, () => {
  it.for(truths)('$title', async (truth) => {
    if ('refused with' in truth) {
      expect(await refusalOf(truth.environment), truth.title).toEqual(truth['refused with'])
      return
    }
    await using service = await startOrderport(truth.environment)
    const { body } = await service.call('/health')
    expect(differencesIn(truth['the health says'], body), truth.title).toEqual([])
  })
})
