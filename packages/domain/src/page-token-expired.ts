const marker = Symbol.for('orderport.PageTokenExpired')

/**
 * Thrown by `listOrders` for a page token that the marketplace doesn't know, or no longer. It is no failure of the
 * marketplace, and no caller outside ever sees it: the window is read again from its first page.
 */
export class PageTokenExpired extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'PageTokenExpired'
    Object.defineProperty(this, marker, { value: true })
  }

  /** True for a PageTokenExpired from any copy of this package. */
  static is(error: unknown): error is PageTokenExpired {
    return error instanceof Error && marker in error
  }
}
