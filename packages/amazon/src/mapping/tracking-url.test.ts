import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carriers } from './carriers.ts'
import { trackingUrl } from './tracking-url.ts'

function hostOf(carrier: string): string | null {
  const url = trackingUrl(carrier, 'AB123')
  return url === null ? null : new URL(url).host
}

describe('the carrier table', () => {
  it('holds at least 30 carriers, each page over https with one place for the code', () => {
    expect(carriers.length).toBeGreaterThanOrEqual(30)
    for (const { url } of carriers) {
      expect(url).toMatch(/^https:\/\/[^{]+\{code\}[^{]*$/)
      expect(URL.canParse(url.replace('{code}', 'AB123'))).toBe(true)
    }
  })

  it('has no name twice, and finds each carrier by all of its names', () => {
    const named = carriers.flatMap(({ names, url }) => names.map((name) => [name, url.replace('{code}', 'AB123')]))
    const asCodes = named.map(([name = '', link]) => [name.toUpperCase().replaceAll(' ', '_'), link])
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length)
    expect(named.map(([name = '']) => [name, trackingUrl(name, 'AB123')])).toEqual(named)
    expect(asCodes.map(([name = '']) => [name, trackingUrl(name, 'AB123')])).toEqual(asCodes)
  })
})

describe('a carrier as Amazon writes it', () => {
  it.each([
    ['UPS', 'www.ups.com'],
    ['UPS Standard', 'www.ups.com'],
    ['USPS Priority Mail', 'tools.usps.com'],
    ['FedEx Ground®', 'www.fedex.com'],
    ['DHL', 'www.dhl.com'],
    ['DHL Paket', 'www.dhl.de'],
    ['DPD', 'tracking.dpd.de'],
    ['DPD-UK', 'track.dpd.co.uk'],
    ['Colis Privé', 'www.colisprive.com'],
    ['Österreichische Post', 'www.post.at'],
    ['Correos', 'www.correos.es'],
    ['Correos Express', 's.correosexpress.com'],
    ['Hermes UK', 'www.evri.com'],
    ['Parcelforce Worldwide', 'www.parcelforce.com'],
    ['SDA - Poste Italiane', 'www.sda.it'],
  ])('%s leads to %s', (carrier, host) => {
    expect(hostOf(carrier)).toBe(host)
  })

  it.each(['Groups', 'Thursday', 'Bristol', 'Hermesetas', 'UPSTREAM', 'Postnlike', 'Other', 'Self', '', '??'])(
    '%j is not a carrier that we know',
    (carrier) => {
      expect(trackingUrl(carrier, 'AB123')).toBeNull()
    },
  )

  it('a text that names two carriers leads nowhere: no guess is made', () => {
    expect(trackingUrl('UPS or FedEx', 'AB123')).toBeNull()
  })

  it('a text longer than any name is not searched', () => {
    expect(trackingUrl(`UPS ${'-'.repeat(252)}`, 'AB123')).not.toBeNull()
    expect(trackingUrl(`UPS ${'-'.repeat(253)}`, 'AB123')).toBeNull()
  })
})

describe('the tracking code', () => {
  it('is encoded, whatever it contains', () => {
    expect(trackingUrl('UPS', '1Z 9/9?&#$&')).toBe('https://www.ups.com/track?tracknum=1Z%209%2F9%3F%26%23%24%26')
  })

  it('is required', () => {
    expect([null, '', '..', ' - '].map((code) => trackingUrl('UPS', code))).toEqual([null, null, null, null])
    expect(trackingUrl(null, 'AB123')).toBeNull()
  })

  it('never moves the link to another host', () => {
    const carrier = fc.constantFrom(...carriers)
    fc.assert(
      fc.property(carrier, fc.string({ unit: 'grapheme' }), ({ names: [name = ''], url }, code) => {
        const link = trackingUrl(name, code)
        if (link !== null) expect(new URL(link).origin).toBe(new URL(url).origin)
      }),
    )
  })
})
