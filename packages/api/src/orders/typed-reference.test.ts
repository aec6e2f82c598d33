import { describe, expect, it } from 'vitest'
import type { Services } from '../context.ts'
import { fakeServices } from '../testing/fake-services.ts'
import { idOrReferenceIn, referenceIn, searchTextIn } from './typed-reference.ts'

const services = fakeServices()
const { connector } = services.marketplace
const [one, other] = ['171-4093870-1757126', '171-4093870-1757127']

describe('the reference to import', () => {
  it('is the one in the text', () => {
    expect(referenceIn(connector, `Commande n° ${one}.`)).toBe(one)
    expect(referenceIn(connector, `${one} (${one})`)).toBe(one)
  })

  it('is refused where there is none, and with another sentence where there are several', () => {
    expect(() => referenceIn(connector, 'Camille Durand')).toThrow(
      expect.objectContaining({ code: 'ORDER_REF_INVALID', sentence: expect.stringContaining('ne ressemble pas') }),
    )
    expect(() => referenceIn(connector, `${one} et ${other}`)).toThrow(
      expect.objectContaining({ code: 'ORDER_REF_INVALID', sentence: expect.stringContaining('plusieurs') }),
    )
  })
})

describe.each([
  ['the id or reference to read', idOrReferenceIn],
  ['the text to search', (services: Services, typed: string) => searchTextIn(services, typed).q],
])('%s', (_name, read) => {
  it.each([
    [`https://sellercentral.amazon.fr/orders-v3/order/${one}`, one],
    [` #${one}.`, one],
    ['n° 1001', '1001'],
    ['ord\u2011mlanrh0t\u20119kjknx', 'ord-mlanrh0t-9kjknx'],
    [`${one} ${other}`, `${one} ${other}`],
    ['100 %_', '100 %_'],
  ])('in %j is %j', (typed, expected) => {
    expect(read(services, typed)).toBe(expected)
  })
})

it('a search for nothing but a mark searches for that', () => {
  expect(searchTextIn(services, '#')).toEqual({ q: '#', reference: undefined })
})

it('a search for bare digits looks for a tracking code, and for the reference without its dashes', () => {
  const findReferences = () => [one]
  const connectors = new Map([['amazon', { ...connector, findReferences }]])
  const digits = '17140938701757126'
  expect(searchTextIn({ ...services, connectors }, digits)).toEqual({ q: digits, reference: one })
})
