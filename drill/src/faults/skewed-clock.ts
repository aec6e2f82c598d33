/**
 * Loaded into each process of the service before its own code: SIGUSR2 moves its clock by an hour, first forwards, then
 * backwards, then back. libfaketime is rarely installed, and would move the timers too.
 */
const hourMs = 3_600_000
const offsets = [0, hourMs, -hourMs]
const RealDate = Date
let position = 0

process.on('SIGUSR2', () => {
  position = (position + 1) % offsets.length
})

function now(): number {
  return RealDate.now() + (offsets[position] ?? 0)
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(
      target,
      values.length === 0 ? [now()] : values,
      newTarget === globalThis.Date ? target : newTarget,
    ),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
})
