import { describe, expect, it } from 'vitest'
import { errorCatalogue, errorCodes } from './error-catalogue.ts'

describe('the error catalogue', () => {
  it('says "introuvable" in the not-found sentences alone: the inbox hides errors with that word', () => {
    const saying = errorCodes.filter((code) => errorCatalogue[code].sentence.includes('introuvable'))
    expect(saying).toEqual(['ORDER_NOT_FOUND', 'ORDER_NOT_FOUND_FOR_TENANT'])
  })

  it('gives every code a sentence in French and a message in English, both full sentences', () => {
    expect(errorCodes.length).toBeGreaterThan(20)
    for (const code of errorCodes) {
      expect(errorCatalogue[code].sentence).toMatch(/^[A-Z].*\.$/u)
      expect(errorCatalogue[code].message).toMatch(/^[A-Z].*\.$/u)
    }
  })
})
