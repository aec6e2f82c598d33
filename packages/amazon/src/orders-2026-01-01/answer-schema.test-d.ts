import type { Order } from '@sp-api-sdk/orders-api-2026-01-01'
import type { IsNever, Misfit } from '../testing/misfit.ts'
import type { OrderAnswer } from './answer-schema.ts'

export const parserReadsWhatAmazonPublishes: IsNever<Misfit<OrderAnswer, Order>> = true
export const aFieldThatAmazonDoesNotHaveIsSeen: IsNever<Misfit<{ orderItems: { sku: string }[] }, Order>> = false
export const aFieldOfAnotherKindIsSeen: IsNever<Misfit<{ createdTime: number }, Order>> = false
export const aListThatIsNoneIsSeen: IsNever<Misfit<{ salesChannel: string[] }, Order>> = false
