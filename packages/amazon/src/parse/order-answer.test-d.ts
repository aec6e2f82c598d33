import type { Order } from '@sp-api-sdk/orders-api-2026-01-01'
import type { OrderAnswer } from './order-answer.ts'

/** Never when each field that we read exists in Amazon's model, in the same place and of the same kind; else the misfit. */
type Misfit<Ours, Theirs> = Ours extends readonly (infer OurElement)[]
  ? Theirs extends readonly (infer TheirElement)[]
    ? Misfit<OurElement, TheirElement>
    : { notAList: Theirs }
  : Ours extends object
    ? {
        [Key in keyof Ours]: Key extends keyof Theirs
          ? Misfit<NonNullable<Ours[Key]>, NonNullable<Theirs[Key]>>
          : { noSuchField: Key }
      }[keyof Ours]
    : Theirs extends Ours
      ? never
      : { otherKind: Theirs }

type IsNever<T> = [T] extends [never] ? true : false

export const parserReadsWhatAmazonPublishes: IsNever<Misfit<OrderAnswer, Order>> = true
export const aFieldThatAmazonDoesNotHaveIsSeen: IsNever<Misfit<{ orderItems: { sku: string }[] }, Order>> = false
export const aFieldOfAnotherKindIsSeen: IsNever<Misfit<{ createdTime: number }, Order>> = false
export const aListThatIsNoneIsSeen: IsNever<Misfit<{ salesChannel: string[] }, Order>> = false
