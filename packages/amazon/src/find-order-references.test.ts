import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findOrderReferences } from './find-order-references.ts'

const one = '171-4093870-1757126'
const two = '402-5913076-8821140'

describe('a reference is found', () => {
  it.each([
    ['as it is', one],
    ['with a hyphen of its own kind', '171\u20104093870\u20101757126'],
    ['with hyphens that don’t break', '171\u20114093870\u20111757126'],
    ['with figure dashes', '171\u20124093870\u20121757126'],
    ['with en dashes', '171–4093870–1757126'],
    ['with em dashes', '171—4093870—1757126'],
    ['with minus signs', '171\u22124093870\u22121757126'],
    ['with full-width hyphens', '171\uff0d4093870\uff0d1757126'],
    ['with small hyphens', '171\ufe634093870\ufe631757126'],
    ['with soft hyphens, which are nothing', '171\u00ad4093870\u00ad1757126'],
    ['with doubled dashes', '171--4093870--1757126'],
    ['with blanks for dashes', '171 4093870 1757126'],
    ['with blanks that don’t break for dashes', '171\u00a04093870\u202f1757126'],
    ['with tabs and line ends for dashes', '171\t4093870\r\n1757126'],
    ['with blanks around the dashes', '171 - 4093870\u00a0-\u00a01757126'],
    ['wrapped after a dash', '171-4093870-\n1757126'],
    ['with blanks between its digits', '171-409 3870-175\u202f7126'],
    ['with blanks around it', '\u00a0 171-4093870-1757126\u202f\n'],
    ['with a zero-width space in it', '171-\u200b409\u200d3870-1757126\ufeff'],
    ['between direction marks', '\u200e171-4093870-1757126\u200f'],
    ['in full-width digits', '１７１-４０９３８７０-１７５７１２６'],
    ['in full-width digits without dashes', '１７１４０９３８７０１７５７１２６'],
    ['as 17 bare digits', '17140938701757126'],
    ['with one dash lost', '171-40938701757126'],
    ['after a number sign', '#171-4093870-1757126'],
    ['after a number sign and a blank', '# 171-4093870-1757126'],
    ['after n°', 'n°171-4093870-1757126'],
    ['after N° with a blank', 'N° 171-4093870-1757126'],
    ['after nº', 'nº171-4093870-1757126'],
    ['after №', '№171-4093870-1757126'],
    ['after n° in a sentence', 'Ma commande n°171-4093870-1757126 est où ?'],
    ['after nº in a sentence, as bare digits', 'pedido nº17140938701757126'],
    ['before a full stop', '171-4093870-1757126.'],
    ['before a comma', '171-4093870-1757126, merci'],
    ['in quotes', '"171-4093870-1757126"'],
    ['in French quotes', '« 171-4093870-1757126 »'],
    ['in brackets', '[171-4093870-1757126]'],
    ['in parentheses after a word', 'Commande (171-4093870-1757126)'],
    ['after a colon', 'Bestellnummer:171-4093870-1757126'],
    ['in the name of a file', 'facture_171-4093870-1757126.pdf'],
    ['after a shop’s own prefix', 'AMZ-171-4093870-1757126'],
    ['beside another number', '2 x 171-4093870-1757126'],
    ['in a page of Seller Central', 'https://sellercentral.amazon.fr/orders-v3/order/171-4093870-1757126'],
    ['in one with more behind it', 'https://sellercentral.amazon.de/orders-v3/order/171-4093870-1757126/refund?x=1'],
    ['in an older one', 'https://sellercentral.amazon.fr/gp/orders-v2/details/?ie=UTF8&orderID=171-4093870-1757126'],
    [
      'in the buyer’s page',
      'https://www.amazon.fr/gp/your-account/order-details?orderID=171-4093870-1757126&ref=ppx_yo_dt_b_o_details_o00',
    ],
    ['in a page, its dashes encoded', 'https://www.amazon.fr/o?orderID=171%2D4093870%2D1757126'],
    ['in a page within a page', 'https://l.example/?u=https%3A%2F%2Famazon.fr%2Fo%3ForderID%3D171-4093870-1757126%26x'],
    ['in one encoded twice', 'https://l.example/?u=orderID%253D171-4093870-1757126'],
    ['in one with dashes of another kind', 'https://l.example/?q=171%E2%80%914093870%E2%80%911757126'],
    ['beside a percent sign that encodes nothing', '100 %E9 171-4093870-1757126'],
    ['twice', '171-4093870-1757126 (171 4093870 1757126)'],
  ])('%s', (_name, text) => {
    expect(findOrderReferences(text)).toEqual([one])
  })

  it.each([
    ['S01-4093870-1757126', 'S01-4093870-1757126'],
    ['s02-4093870-1757126', 'S02-4093870-1757126'],
    ['Digital: d01 – 4093870 – 1757126.', 'D01-4093870-1757126'],
    ['Ｓ０１-4093870-1757126', 'S01-4093870-1757126'],
  ])('in %s, of another kind of order', (text, expected) => {
    expect(findOrderReferences(text)).toEqual([expected])
  })

  it.each([
    [`${one} ${two}`],
    [`${one},${two}`],
    [`${one} et ${two}, puis ${one}`],
    ['171 4093870 1757126 402 5913076 8821140'],
    ['17140938701757126\n40259130768821140'],
    [`https://sellercentral.amazon.fr/orders-v3/order/${one} puis orderID%3D${two}`],
  ])('beside another one in %s', (text) => {
    expect(findOrderReferences(text)).toEqual([one, two])
  })
})

describe('nothing is found in', () => {
  it.each([
    '',
    ' ',
    '#1001',
    'où est ma commande ?',
    '171-4093870-175712',
    '171-4093870-17571260',
    '1714-093870-1757126',
    '0171-4093870-1757126',
    '171409387017571260',
    '1714093870175712',
    'A171-4093870-1757126',
    '171-4093870-1757126B',
    'commande171-4093870-1757126',
    'é17140938701757126',
    '4-171-4093870-1757126',
    '171-4093870-1757126-2',
    '171-4093870-1757126１',
    '١٧١-4093870-1757126',
    'S03-4093870-1757126',
    'XS01-4093870-1757126',
    'SO1-4093870-1757126',
    '171.4093870.1757126',
    '171/4093870/1757126',
    '06 12 34 56 78',
  ])('%j', (text) => {
    expect(findOrderReferences(text)).toEqual([])
  })
})

it('what is found is found again in itself, whatever surrounds it', () => {
  const separator = fc.constantFrom('-', ' ', '', ' - ', '\u2011', '\u00a0', '–')
  const around = fc.constantFrom('', ' ', '#', '(', '«\u00a0', '"', 'n° ', 'réf. ')
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`))
  fc.assert(
    fc.property(fc.tuple(digits(3), digits(7), digits(7)), separator, around, (groups, between, before) => {
      expect(findOrderReferences(before + groups.join(between))).toEqual([groups.join('-')])
      expect(findOrderReferences(groups.join('-'))).toEqual([groups.join('-')])
    }),
  )
})
