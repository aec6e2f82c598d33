import type { Services } from '../context.ts'

/** The text where it is an order's id or a marketplace's reference; null for anything else that somebody may have typed. */
export function orderSubject({ sources }: Services, text: string): string | null {
  const isReference = [...sources.values()].some((source) => source.isReference(text))
  return isReference || /^ord-[a-z0-9]{1,16}-[a-z0-9]{1,16}$/.test(text) ? text : null
}
