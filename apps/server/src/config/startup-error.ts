/** Why the service does not start: its environment is to be corrected. One English line for each fault. */
export class StartError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'StartError'
    this.faults = faults
  }
}
