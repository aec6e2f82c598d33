/**
 * `not_found`: there is no such thing; `refused`: it may not be done as things are; `not_permitted`: this login may not do it;
 * `not_migrated`: the database lacks migrations of this version.
 */
export type AdministrationFault = 'not_found' | 'refused' | 'not_permitted' | 'not_migrated'

/** Why an operator's command was not done, in one English line without a person's data. Nothing was changed. */
export class AdministrationError extends Error {
  override readonly name = 'AdministrationError'
  readonly fault: AdministrationFault

  constructor(fault: AdministrationFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.fault = fault
  }
}
