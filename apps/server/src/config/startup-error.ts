/** The service can't start until its environment is corrected. `faults` holds one English line for each fault. */
export class StartError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'StartError'
    this.faults = faults
  }
}
