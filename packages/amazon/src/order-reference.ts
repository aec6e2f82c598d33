const reference = /^\d{3}-\d{7}-\d{7}$/

/** True for an Amazon order reference: three, seven and seven digits, and nothing else around them. */
export function isOrderReference(text: string): boolean {
  return reference.test(text)
}
