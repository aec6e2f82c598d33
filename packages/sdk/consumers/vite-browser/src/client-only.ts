/** What a page pays for the SDK: the client and all that it needs, nothing else. */
export { createOrderport } from '@orderport/sdk'
