import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerWith } from '../testing/scripted-send.ts'
import { askForMost, includedData, type IncludedPart, type IncludedParts } from './included-data.ts'

const others = (...refused: readonly IncludedPart[]) => includedData.filter((part) => !refused.includes(part))

/** An Amazon that refuses these parts with this sentence, and even an order without parts where it is closed. */
function amazon(refused: IncludedParts, sentence: (part: IncludedPart) => string, isClosed = false) {
  const asked: IncludedParts[] = []
  const ask = async (parts: IncludedParts) => {
    asked.push(parts)
    const part = refused.find((one) => parts.includes(one))
    if (isClosed && parts.length === 0) throw new Error('refused as a whole')
    if (part === undefined) return answerWith(200)
    return answerWith(403, { kind: 'json', value: { errors: [{ code: 'Unauthorized', message: sentence(part) }] } })
  }
  return { ask, asked }
}

const named = (part: IncludedPart) => `The application has no access to ${part.toLowerCase()} data.`
const unnamed = () => 'Access to requested resource is denied.'

describe('an order of which Amazon refuses', () => {
  it('nothing is asked for once, with all parts', async () => {
    const { ask, asked } = amazon([], named)
    expect(await askForMost(ask, null)).toMatchObject({ parts: includedData, refusal: null })
    expect(asked).toEqual([includedData])
  })

  it.each(includedData)('%s, by its name, is asked for again without it', async (part) => {
    const { ask, asked } = amazon([part], named)
    const { parts, refusal } = await askForMost(ask, null)
    expect([parts, refusal?.status]).toEqual([others(part), 403])
    expect(asked).toEqual([includedData, others(part)])
  })

  it('all parts, each by its name, comes without any', async () => {
    const { ask, asked } = amazon(includedData, named)
    expect((await askForMost(ask, null)).parts).toEqual([])
    expect(asked).toHaveLength(8)
  })

  it.each([
    ["Value 'PACKAGES' is not one of [BUYER, RECIPIENT, PACKAGES].", ['PACKAGES']],
    ['No access to one or more requested data elements: [BUYER, RECIPIENT]', ['BUYER', 'RECIPIENT']],
  ] as const)('what %s names comes without that', async (sentence, refused) => {
    const { ask } = amazon(refused, () => sentence)
    expect((await askForMost(ask, null)).parts).toEqual(others(...refused))
  })

  it('parts that it doesn’t name comes with all others, each part tried at most once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...includedData], { minLength: 1 }), async (refused) => {
        const { ask, asked } = amazon(refused, unnamed)
        expect((await askForMost(ask, null)).parts).toEqual(others(...refused))
        expect(new Set(asked.map(String)).size).toBe(asked.length)
        expect(asked.length).toBeLessThanOrEqual(2 * includedData.length)
      }),
    )
  })

  it('the personal data, which it doesn’t name, is found by five requests', async () => {
    const { ask, asked } = amazon(['BUYER', 'RECIPIENT'], unnamed)
    expect((await askForMost(ask, null)).parts).toEqual(others('BUYER', 'RECIPIENT'))
    expect(asked).toHaveLength(5)
  })

  it('the same as last time is found by two requests, and more or less than that as before', async () => {
    const same = amazon(['BUYER'], unnamed)
    expect((await askForMost(same.ask, others('BUYER'))).parts).toEqual(others('BUYER'))
    expect(same.asked).toHaveLength(2)
    const more = amazon(['PACKAGES'], unnamed)
    expect((await askForMost(more.ask, others('BUYER'))).parts).toEqual(others('PACKAGES'))
    const healed = amazon([], unnamed)
    expect((await askForMost(healed.ask, others('BUYER'))).parts).toEqual(includedData)
  })

  it('everything, whatever the parts, is refused by two requests', async () => {
    const { ask, asked } = amazon(includedData, unnamed, true)
    await expect(askForMost(ask, null)).rejects.toThrow('refused as a whole')
    expect(asked).toEqual([includedData, []])
  })
})
