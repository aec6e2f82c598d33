import type { AmazonError } from './amazon-error.ts'

/** An error about the request's address comes from a gateway that has no such resource, not from the orders service. */
const address = /\b(?:ur[il]s?|paths?(?!\s*param)|routes?|endpoints?)\b|\/orders\//i
/** An error about a part of the order is not about whether it exists. */
const part = /\bincludedData\b|\bdata ?(?:sets?|elements?)\b/i
/** Nor is a bad request about who may read it. */
const access = /\b(?:access|permissions?|roles?|authori[sz]\w*)\b/i
/** What else may be missing: an error about one of these says nothing about the order. */
const anythingElse =
  /\b(?:operation|method|api|host|page|gateway|service|server|seller|marketplace|account|application|token)s?\b/i
const orderId = /\b(?:amazon)?[ _-]?order[ _-]?id\b/i
const order = /\border\b/i
const missing = /\b(?:not (?:be )?found|not exist|no such|unknown|invalid)\b|n[o'’]t exist/i

/**
 * Returns true for an error in which the orders service says that it doesn't know the order. A gateway on the way
 * answers 404 as well, and Amazon answers 400 for its own transient faults (a region may refuse `includedData` for
 * hours): those must not look like a missing order.
 */
export function saysOrderIsUnknown(error: AmazonError, status: 200 | 400 | 404, requestedId: string): boolean {
  const words = `${error.message} ${error.details}`
  if (!/^Invalid|NotFound/.test(error.code) || address.test(words) || part.test(words)) return false
  if (status === 400 && access.test(words)) return false
  if (words.includes(requestedId) || orderId.test(words)) return true
  if (status === 400) return order.test(words) && missing.test(words)
  return order.test(words) || (error.code === 'NotFound' && !anythingElse.test(words))
}
