import type { Services } from '../context.ts'

/** One turn of a job. It ends soon, so that other sellers' jobs get their turn, and a restart loses little. */
export interface Slice {
  /** True while the job may begin another step. */
  hasTime(): boolean
}

/** Milliseconds that one turn may take before it begins no further step. */
const sliceMs = 5000

export function startSlice({ now }: Services, signal: AbortSignal): Slice {
  const endsAt = now().getTime() + sliceMs
  return { hasTime: () => !signal.aborted && now().getTime() < endsAt }
}

/** Returns the moment in so many milliseconds, as stores take it. */
export function instantIn({ now }: Services, milliseconds: number): string {
  return new Date(now().getTime() + milliseconds).toISOString()
}

/** In the background an order that isn't found must not become a stub: it may be only mentioned, and anybody's. */
export function withoutStubs(services: Services): Services {
  return { ...services, stubMode: 'off' }
}
