/** The client and its dependencies, to measure how much it adds to a page. */
export { createOrderport } from '@orderport/sdk'
