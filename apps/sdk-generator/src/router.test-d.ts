import type { AppRouter } from '@orderport/api'
import type { Order, OrderportErrorShape, OrderportRouter } from '@orderport/sdk'
import type { TRPCClient } from '@trpc/client'
import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { HoldsAny, IsSame, IsSameRecord } from './testing/same-type.ts'

type Inputs<Router extends 'real' | 'generated'> = inferRouterInputs<
  Router extends 'real' ? AppRouter : OrderportRouter
>
type Outputs<Router extends 'real' | 'generated'> = inferRouterOutputs<
  Router extends 'real' ? AppRouter : OrderportRouter
>

// Each group of procedures is compared below. The first two lines fail for a group that is not.
export const inputsHaveTheSameGroups: IsSame<keyof Inputs<'real'>, keyof Inputs<'generated'>> = true
export const onlyTheseGroupsAreCompared: IsSame<keyof Inputs<'real'>, 'orders' | 'imports'> = true
export const ordersHaveTheSameInputs: IsSameRecord<Inputs<'real'>['orders'], Inputs<'generated'>['orders']> = true
export const ordersHaveTheSameOutputs: IsSameRecord<Outputs<'real'>['orders'], Outputs<'generated'>['orders']> = true
/** Our own client watches, so the generated router lacks it. */
type Called<Group> = Omit<Group, 'watch'>
export const importsHaveTheSameInputs: IsSameRecord<
  Called<Inputs<'real'>['imports']>,
  Inputs<'generated'>['imports']
> = true
export const importsHaveTheSameOutputs: IsSameRecord<
  Called<Outputs<'real'>['imports']>,
  Outputs<'generated'>['imports']
> = true
export const failuresAreTheSame: IsSame<inferRouterError<AppRouter>, inferRouterError<OrderportRouter>> = true
export const failuresAreNamed: IsSame<inferRouterError<OrderportRouter>, OrderportErrorShape> = true

// A query stays a query.
type Calls<Router extends AppRouter | OrderportRouter> = {
  [Name in keyof TRPCClient<Router>['orders']]: keyof TRPCClient<Router>['orders'][Name]
}
export const proceduresHaveTheSameKinds: IsSameRecord<Calls<AppRouter>, Calls<OrderportRouter>> = true
export const aQueryIsNoMutation: IsSame<Calls<OrderportRouter>['get'], 'mutate'> = false
export const theClientReturnsTheNamedOrder: IsSame<
  Awaited<ReturnType<TRPCClient<OrderportRouter>['orders']['get']['query']>>,
  Order
> = true

// The comparison notices planted differences.
type Any = ReturnType<typeof JSON.parse>
type Planted<Field extends keyof Order, Type> = Omit<Order, Field> & { [Key in Field]: Type }
export const anAnyIsNoticed: IsSame<Planted<'totalAmount', Any>, Order> = false
export const aDeepAnyIsNoticed: IsSame<
  Planted<'products', { price: Any }[]>,
  Planted<'products', { price: Any }[]>
> = false
export const anOptionalAnyIsNoticed: HoldsAny<{ a: { b?: Any } }> = true
export const aWiderTypeIsNoticed: IsSame<Planted<'status', string>, Order> = false
export const aMissingFieldIsNoticed: IsSame<Omit<Order, 'supplier'>, Order> = false
export const aMissingProcedureIsNoticed: IsSameRecord<
  Omit<Outputs<'real'>['orders'], 'get'>,
  Outputs<'real'>['orders']
> = false
export const aDifferentProcedureIsNoticed: IsSameRecord<{ get: Order }, { get: Omit<Order, 'id'> }> = false
export const noAnyIsReportedWithoutOne: HoldsAny<Order> = false
