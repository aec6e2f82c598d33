import type { Order, OrderItem } from '@sp-api-sdk/orders-api-v0'
import type { IsNever, Misfit } from '../testing/misfit.ts'
import type { AnsweredItem, OrderAnswer } from './answer-schema.ts'

export const orderParserReadsWhatAmazonPublishes: IsNever<Misfit<OrderAnswer, Order>> = true
export const itemParserReadsWhatAmazonPublishes: IsNever<Misfit<AnsweredItem, OrderItem>> = true
export const aFieldInAnotherCaseIsSeen: IsNever<Misfit<{ OrderTotal: { amount: string } }, Order>> = false
export const aBooleanThatIsTextInAmazonsModelIsSeen: IsNever<Misfit<{ IsGift: boolean }, OrderItem>> = false
