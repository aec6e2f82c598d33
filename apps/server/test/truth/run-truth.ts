import { createClock } from '../harness/clock.ts'
import { startOrderport } from '../harness/start-orderport.ts'
import { checkStep } from './check-step.ts'
import { prepareStep } from './prepare-step.ts'
import { recordSchema, type JsonRecord } from './read-table.ts'
import { reference, type Scene } from './scene.ts'
import { createSupportDesk } from './support-desk.ts'
import { stepsOf, type ApiVersion, type Step, type Truth } from './truth.ts'

/** The service by one version of Amazon's API, and a clock that the truths set. */
export interface Stage extends AsyncDisposable {
  /** Plays a truth, and returns a line for each value that is read differently. */
  play(truth: Truth): Promise<readonly string[]>
  /** Imports an order of which Amazon says this, and returns what an agent reads. */
  read(said: Step['Amazon says']): Promise<JsonRecord>
}

const plainOrder: Step['Amazon says'] = { '2026-01-01': {}, v0: 'the same' }

export async function openStage(version: ApiVersion): Promise<Stage> {
  const clock = createClock()
  let drawn = 0
  // Almost no pause between attempts, and ids that differ.
  const random = (): number => (drawn += 1e-6)
  const service = await startOrderport({ AMAZON_ORDERS_API: version }, { now: clock.now, random })
  let scenes = 0

  /** Each truth has a tenant and a seller of its own, so that all may have the same reference. */
  function openScene(): Scene {
    scenes += 1
    const tenantId = `boutique-${scenes}`
    const seller = service.connect(tenantId)
    return { version, service, seller, tenantId, desk: createSupportDesk(service, tenantId) }
  }

  async function read(said: Step['Amazon says']): Promise<JsonRecord> {
    const scene = openScene()
    await prepareStep(scene, {}, { said, passTime: clock.pass })
    const answer = await scene.desk.importByRest({ orderRef: reference, refresh: false, conversation: undefined })
    if (answer.status !== 200) throw new Error(`the import failed: ${answer.text}`)
    const { body } = await scene.desk.detail(reference)
    return recordSchema.parse(body)
  }

  return {
    read,
    async play(truth) {
      service.vault.faults.clear()
      clock.pass(Date.parse(truth.now) - clock.now().getTime())
      const scene = openScene()
      const steps = stepsOf(truth)
      const lines: string[] = []
      let said = plainOrder
      for (const step of steps) {
        said = step['Amazon says'] ?? said
        await prepareStep(scene, step, { said, passTime: clock.pass })
        lines.push(...(await checkStep(scene, step)))
      }
      // An ordinary import, so that the faults of a truth don't count with those of the next one.
      if (steps.some((step) => step['Amazon answers'] !== undefined)) await read(plainOrder)
      return lines
    },
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  }
}
